package io.gyre.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** What of a source's user the destination gets: all of it, save what names things it lacks. */
final class UserPlan {
  private UserPlan() {}

  /**
   * The user as it is to be at the destination.
   *
   * @param placements placement targets of the destination
   */
  static JsonNode atDestination(JsonNode source, Set<String> placements) {
    ObjectNode user = source.deepCopy();
    ObjectNode data = (ObjectNode) user.path("data");
    String placement = data.path("default_placement").asText();
    if (!placement.isEmpty() && !placements.contains(placement)) {
      data.put("default_placement", "");
    }
    return user;
  }

  /** The same user, who may write whatever the source says. */
  static JsonNode lent(JsonNode wanted) {
    ObjectNode user = wanted.deepCopy();
    ((ObjectNode) user.path("data")).put("suspended", 0).put("op_mask", UserStanding.FULL_MASK);
    return user;
  }

  /** Whether the destination's user is already as it is to be. */
  static boolean isCurrent(JsonNode wanted, JsonNode there) {
    return wanted.path("data").equals(there.path("data"));
  }
}
