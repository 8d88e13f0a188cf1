package io.gyre.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.copy.ObjectOwners.Standing;
import java.util.Optional;
import java.util.Set;

/** Whether a zone lets a user write. Pure. */
public final class UserStanding {
  /** All operations, as the gateway writes them. */
  static final String FULL_MASK = "read, write, delete";

  private UserStanding() {}

  /**
   * What the user's metadata say.
   *
   * @param user as the zone has it; empty if it has none
   */
  public static Standing of(Optional<JsonNode> user) {
    if (user.isEmpty()) {
      return Standing.MISSING;
    }
    JsonNode data = user.get().path("data");
    if (data.path("suspended").asInt() != 0) {
      return Standing.SUSPENDED;
    }
    Set<String> mask = Set.of(data.path("op_mask").asText(FULL_MASK).split("\\s*,\\s*"));
    return mask.contains("write") && mask.contains("delete") ? Standing.ABLE : Standing.MASKED;
  }
}
