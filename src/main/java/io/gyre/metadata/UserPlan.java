package io.gyre.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
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

  /**
   * A user that was {@link #lent}, who may do again what the source's may.
   *
   * @param source empty where the user is gone there: then it may do nothing
   */
  static JsonNode restored(JsonNode lent, Optional<JsonNode> source) {
    ObjectNode user = lent.deepCopy();
    ObjectNode data = (ObjectNode) user.path("data");
    if (source.isEmpty()) {
      data.put("suspended", 1);
    } else {
      JsonNode from = source.get().path("data");
      data.put("suspended", from.path("suspended").asInt());
      data.put("op_mask", from.path("op_mask").asText());
    }
    return user;
  }

  /** Whether the destination's user is already as it is to be. */
  static boolean isCurrent(JsonNode wanted, JsonNode there) {
    return hasEmailOf(wanted, there)
        && wanted.path("data").equals(withEmail(there, email(wanted)).path("data"));
  }

  /**
   * The same user without an e-mail address, unless the destination's has that one: it may belong
   * to somebody else there.
   */
  static JsonNode withoutNewEmail(JsonNode wanted, Optional<JsonNode> there) {
    return there.filter(user -> hasEmailOf(user, wanted)).isPresent()
        ? wanted
        : withEmail(wanted, "");
  }

  /** The gateway compares addresses, and writes them, in lower case. */
  static boolean hasEmailOf(JsonNode one, JsonNode other) {
    return email(one).equalsIgnoreCase(email(other));
  }

  static String email(JsonNode user) {
    return user.path("data").path("email").asText();
  }

  private static JsonNode withEmail(JsonNode user, String email) {
    ObjectNode changed = user.deepCopy();
    ((ObjectNode) changed.path("data")).put("email", email);
    return changed;
  }
}
