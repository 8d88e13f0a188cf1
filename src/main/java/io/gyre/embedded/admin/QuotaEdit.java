package io.gyre.embedded.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.embedded.http.Query;

/** What the parameters of a quota call change in a quota. */
final class QuotaEdit {
  private static final long KIB = 1024;

  private QuotaEdit() {}

  /** Changes the quota and returns it; what is not named stays. */
  static ObjectNode apply(ObjectNode quota, Query query) {
    query.get("enabled").ifPresent(text -> quota.put("enabled", text.equalsIgnoreCase("true")));
    query
        .get("max-objects")
        .ifPresent(text -> quota.put("max_objects", query.number("max-objects", -1)));
    query
        .get("max-size-kb")
        .ifPresent(text -> setSize(quota, KIB * query.number("max-size-kb", 0)));
    return quota;
  }

  private static void setSize(ObjectNode quota, long bytes) {
    quota.put("max_size", bytes).put("max_size_kb", (bytes + KIB - 1) / KIB);
  }
}
