package io.gyre.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Compares the users of two zones, all they have, save system users. */
record UserComparison(TestZone source, TestZone destination, Findings findings) {

  void compare(Predicate<String> selected) {
    Set<String> uids = new TreeSet<>(keys(source));
    uids.addAll(keys(destination));
    uids.stream().filter(selected).forEach(this::compareUser);
  }

  private void compareUser(String uid) {
    JsonNode here = data(source, uid);
    JsonNode there = data(destination, uid);
    if (here.path("system").asBoolean() || there.path("system").asBoolean()) {
      return;
    }
    String where = "user " + uid;
    if (here.isMissingNode() || there.isMissingNode()) {
      findings.compare(where, "the user", presence(here), presence(there));
    } else {
      new JsonComparison(findings, where).compare("", here, there);
    }
  }

  private static String presence(JsonNode node) {
    return node.isMissingNode() ? Difference.ABSENT : "present";
  }

  private static Set<String> keys(TestZone zone) {
    Set<String> keys = new TreeSet<>();
    zone.system().json("/admin/metadata/user", Map.of()).forEach(key -> keys.add(key.asText()));
    return keys;
  }

  private static JsonNode data(TestZone zone, String uid) {
    return zone.system().jsonIfThere("/admin/metadata/user", Map.of("key", uid)).path("data");
  }
}
