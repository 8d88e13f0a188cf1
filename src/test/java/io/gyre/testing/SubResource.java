package io.gyre.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.xml.XmlMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The ACL or the tags of a version as S3 tells them, in a form that does not depend on the order of
 * what has none, nor on names for display.
 */
final class SubResource {
  private static final XmlMapper XML = new XmlMapper();

  private SubResource() {}

  /** Owner and grants, one line. */
  static String acl(TestZone zone, String path, String versionId) {
    JsonNode policy = document(zone, path, versionId, "acl");
    List<String> grants = new ArrayList<>();
    for (JsonNode grant : elements(policy.path("AccessControlList").path("Grant"))) {
      JsonNode grantee = grant.path("Grantee");
      String to = grantee.path("ID").asText(grantee.path("URI").asText());
      grants.add(grant.path("Permission").asText() + " to " + to);
    }
    return "owner " + policy.path("Owner").path("ID").asText() + ", " + sorted(grants);
  }

  static String tags(TestZone zone, String path, String versionId) {
    JsonNode tagging = document(zone, path, versionId, "tagging");
    List<String> tags = new ArrayList<>();
    for (JsonNode tag : elements(tagging.path("TagSet").path("Tag"))) {
      tags.add(tag.path("Key").asText() + "=" + tag.path("Value").asText());
    }
    return sorted(tags);
  }

  private static String sorted(List<String> items) {
    return items.stream().sorted().toList().toString();
  }

  /** One element is no list to the reader of XML. */
  private static Iterable<JsonNode> elements(JsonNode node) {
    return node.isMissingNode() ? List.of() : node.isArray() ? node : List.of(node);
  }

  private static JsonNode document(TestZone zone, String path, String versionId, String name) {
    String text =
        zone.system()
            .send("GET", path, Map.of(name, "", "versionId", versionId))
            .requireSuccess()
            .text();
    try {
      return XML.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not XML: " + text, e);
    }
  }
}
