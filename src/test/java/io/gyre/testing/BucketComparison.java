package io.gyre.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Compares the buckets of two zones: all that was set on them, not how they are stored. */
record BucketComparison(TestZone source, TestZone destination, Findings findings) {
  private static final List<String> ENTRY_FIELDS = List.of("owner", "linked", "creation_time");

  /** Bit 0 first. */
  private static final List<String> FLAGS =
      List.of(
          "suspended by the administrator",
          "versioned",
          "versions suspended",
          "data sync disabled",
          "deletes need a one-time password",
          "object lock");

  private static final List<String> INSTANCE_FIELDS =
      List.of(
          "owner",
          "quota",
          "creation_time",
          "requester_pays",
          "has_website",
          "website_conf",
          "swift_versioning",
          "swift_ver_location",
          "sync_policy");

  /** Returns the names ({@code [tenant/]name}) of the buckets that are in both zones. */
  Set<String> compare(Predicate<String> selected) {
    Set<String> here = names(source);
    Set<String> there = names(destination);
    here.removeIf(selected.negate());
    there.removeIf(selected.negate());
    here.stream()
        .filter(name -> !there.contains(name))
        .forEach(name -> missing(name, "present", Difference.ABSENT));
    there.stream()
        .filter(name -> !here.contains(name))
        .forEach(name -> missing(name, Difference.ABSENT, "present"));
    here.retainAll(there);
    here.forEach(this::compareBucket);
    return here;
  }

  private void missing(String name, String here, String there) {
    findings.add("bucket " + name, "the bucket", here, there);
  }

  private void compareBucket(String name) {
    JsonComparison json = new JsonComparison(findings, "bucket " + name);
    JsonNode entryHere = metadata(source, "bucket", name);
    JsonNode entryThere = metadata(destination, "bucket", name);
    ENTRY_FIELDS.forEach(
        field -> json.compare("entry." + field, entryHere.path(field), entryThere.path(field)));

    JsonNode here = instance(source, name, entryHere);
    JsonNode there = instance(destination, name, entryThere);
    INSTANCE_FIELDS.forEach(
        field ->
            json.compare(
                field,
                here.path("bucket_info").path(field),
                there.path("bucket_info").path(field)));
    findings.compare(
        "bucket " + name, "flags", flags(here), flags(there)); // versioning and object lock
    compareAttributes(name, attributes(here), attributes(there));
    compareObjectLock(name);
  }

  /** In the gateway's words: a number says little when it differs. */
  private static String flags(JsonNode instance) {
    int flags = instance.path("bucket_info").path("flags").asInt();
    List<String> set = new ArrayList<>();
    for (int bit = 0; bit < FLAGS.size(); bit++) {
      if ((flags & 1 << bit) != 0) {
        set.add(FLAGS.get(bit));
      }
    }
    return flags + " " + set;
  }

  private void compareAttributes(String name, Map<String, String> here, Map<String, String> there) {
    Set<String> attributes = new TreeSet<>(here.keySet());
    attributes.addAll(there.keySet());
    for (String attribute : attributes) {
      findings.compare("bucket " + name, attribute, here.get(attribute), there.get(attribute));
    }
  }

  /** Default retention is in no metadata document of this release, so S3 is asked for it. */
  private void compareObjectLock(String name) {
    findings.compare(
        "bucket " + name, "object lock", objectLock(source, name), objectLock(destination, name));
  }

  private static String objectLock(TestZone zone, String name) {
    SystemClient.Answer answer =
        zone.system().send("GET", SystemClient.path(s3Name(name)), Map.of("object-lock", ""));
    return answer.status() == 404 ? Difference.ABSENT : answer.requireSuccess().text();
  }

  /** How S3 addresses {@code [tenant/]name}. */
  static String s3Name(String name) {
    return name.replace('/', ':');
  }

  private static Set<String> names(TestZone zone) {
    Set<String> names = new TreeSet<>();
    zone.system().json("/admin/metadata/bucket", Map.of()).forEach(key -> names.add(key.asText()));
    return names;
  }

  private static JsonNode instance(TestZone zone, String name, JsonNode entry) {
    String id = entry.path("bucket").path("bucket_id").asText();
    return metadata(zone, "bucket.instance", name + ":" + id);
  }

  private static JsonNode metadata(TestZone zone, String section, String key) {
    return zone.system().jsonIfThere("/admin/metadata/" + section, Map.of("key", key)).path("data");
  }

  /** Encoded values, made readable enough for a person to see what differs. */
  private static Map<String, String> attributes(JsonNode instance) {
    Map<String, String> attributes = new TreeMap<>();
    for (JsonNode attribute : instance.path("attrs")) {
      String encoded = attribute.path("val").asText();
      String bytes = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      String readable = bytes.replaceAll("[^\\x20-\\x7e]+", "·");
      attributes.put(attribute.path("key").asText(), readable + " (" + encoded + ")");
    }
    return attributes;
  }
}
