package io.gyre.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.metadata.SourceBucket;
import io.gyre.rgw.BucketDocuments;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Which settings a bucket of the source has, as its metadata tells. Pure. */
record SourceSettings(SourceBucket bucket) {
  private static final String ACL = "user.rgw.acl";
  private static final String TAGS = "user.rgw.x-amz-tagging";

  private JsonNode info() {
    return bucket.info().path("data").path("bucket_info");
  }

  private Iterable<JsonNode> attributes() {
    return bucket.info().path("data").path("attrs");
  }

  boolean has(String attribute) {
    for (JsonNode each : attributes()) {
      if (each.path("key").asText().startsWith(attribute)) {
        return true;
      }
    }
    return false;
  }

  /** Those that are brought over, or taken away. */
  List<BucketSetting> all() {
    return bucket.settings() ? List.of(BucketSetting.values()) : List.of();
  }

  boolean isTagged() {
    return bucket.settings() && has(TAGS);
  }

  boolean hasWebsite() {
    return flag("has_website");
  }

  /** Booleans come as words or as such. */
  private boolean flag(String name) {
    return info().path(name).asText().equals("true");
  }

  private boolean isPrivate() {
    for (JsonNode each : attributes()) {
      if (each.path("key").asText().equals(ACL)) {
        return BucketDocuments.isPrivate(Base64.getDecoder().decode(each.path("val").asText()));
      }
    }
    return true;
  }

  /** What no plain store can be given, in words. */
  List<String> inexpressible() {
    List<String> lost = new ArrayList<>();
    if (!bucket.settings()) {
      return lost;
    }
    if (!isPrivate()) {
      lost.add("ACL");
    }
    if (info().path("quota").path("enabled").asText().equals("true")) {
      lost.add("quota");
    }
    if (flag("requester_pays")) {
      lost.add("requester pays");
    }
    if (flag("swift_versioning")) {
      lost.add("Swift's versioning");
    }
    if (has("user.rgw.bucket-notification") || has("user.rgw.notification")) {
      lost.add("notifications");
    }
    return lost;
  }
}
