package io.gyre.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a gateway stores with one version, apart from its bytes: everything a client can have set.
 *
 * @param attributes by the gateway's names without their prefix; text as text, the rest in base64
 */
record StoredObject(Map<String, String> attributes) {
  static final String ACL = "acl";
  static final String TAGS = "x-amz-tagging";

  static final String RETENTION = "object-retention";
  static final String LEGAL_HOLD = "object-legal-hold";

  private static final String PREFIX = "user.rgw.";
  private static final String USER_METADATA = "x-amz-meta-";
  private static final String REPLICATORS_OWN = USER_METADATA + "rgwx-source-";

  /** Of all request headers that the gateway keeps a copy of, those that mean something. */
  private static final Set<String> MEANINGFUL_HEADERS =
      Set.of(TAGS, "x-amz-website-redirect-location");

  /** How and where the object is stored. */
  private static final Set<String> INTERNAL =
      Set.of("idtag", "tail_tag", "manifest", "pg_ver", "source_zone", "compression");

  private static final Set<String> ENCODED = Set.of(ACL, TAGS, RETENTION, LEGAL_HOLD);

  /** Reads the answer to a GET with prepended metadata. */
  static StoredObject of(JsonNode document) {
    Map<String, String> attributes = new TreeMap<>();
    attributes.put("content_type", "binary/octet-stream"); // what the gateway answers without one
    attributes.put("storage_class", "STANDARD");
    for (JsonNode attribute : document.path("attrs")) {
      String name = attribute.path("key").asText();
      if (name.startsWith(PREFIX) && isSetByClients(name.substring(PREFIX.length()))) {
        String shortName = name.substring(PREFIX.length());
        attributes.put(shortName, value(shortName, attribute.path("val").asText()));
      }
    }
    return new StoredObject(attributes);
  }

  private static boolean isSetByClients(String name) {
    return name.startsWith("x-amz-")
        ? MEANINGFUL_HEADERS.contains(name)
            || (name.startsWith(USER_METADATA) && !name.startsWith(REPLICATORS_OWN))
        : !INTERNAL.contains(name) && !name.startsWith("olh.");
  }

  private static String value(String name, String base64) {
    if (ENCODED.contains(name)) {
      return base64;
    }
    String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    return text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
  }
}
