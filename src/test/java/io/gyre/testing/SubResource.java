package io.gyre.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.xml.XmlMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a version has in a sub-resource of its own (ACL, tags, locks) as S3 tells them, in a form
 * that does not depend on the order of what has none, nor on names for display.
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

  /**
   * Mode and end of the retention; nothing where it has ended: that no longer protects anything,
   * and no gateway takes it from a client.
   */
  static @Nullable String retention(TestZone zone, String path, String versionId) {
    JsonNode retention = documentIfThere(zone, path, versionId, "retention");
    String until = retention.path("RetainUntilDate").asText();
    return until.isEmpty() || !Instant.parse(until).isAfter(Instant.now())
        ? null
        : retention.path("Mode").asText() + " until " + until;
  }

  /** ON, or nothing: OFF is as if there had never been a hold. */
  static @Nullable String legalHold(TestZone zone, String path, String versionId) {
    String status =
        documentIfThere(zone, path, versionId, "legal-hold").path("Status").asText("OFF");
    return status.equals("OFF") ? null : status;
  }

  private static String sorted(List<String> items) {
    return items.stream().sorted().toList().toString();
  }

  /** One element is no list to the reader of XML. */
  private static Iterable<JsonNode> elements(JsonNode node) {
    return node.isMissingNode() ? List.of() : node.isArray() ? node : List.of(node);
  }

  private static JsonNode document(TestZone zone, String path, String versionId, String name) {
    return parsed(ask(zone, path, versionId, name).requireSuccess().text());
  }

  /** The missing node where nothing of the kind was ever set, or the bucket knows no locks. */
  private static JsonNode documentIfThere(
      TestZone zone, String path, String versionId, String name) {
    SystemClient.Answer answer = ask(zone, path, versionId, name);
    return answer.status() == 404 || answer.status() == 400
        ? MissingNode.getInstance()
        : parsed(answer.requireSuccess().text());
  }

  private static SystemClient.Answer ask(
      TestZone zone, String path, String versionId, String name) {
    return zone.system().send("GET", path, Map.of(name, "", "versionId", versionId));
  }

  private static JsonNode parsed(String text) {
    try {
      return XML.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not XML: " + text, e);
    }
  }
}
