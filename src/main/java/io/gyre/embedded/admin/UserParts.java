package io.gyre.embedded.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.Query;
import java.util.List;
import java.util.Optional;

/**
 * The parts of a user that are set and removed one by one: keys, capabilities, subusers, quotas.
 */
final class UserParts {
  private static final List<String> KINDS = List.of("subuser", "key", "caps", "quota");

  private UserParts() {}

  /** True if a request is about a part, not about a whole user. */
  static boolean isMeant(Query query) {
    return KINDS.stream().anyMatch(query::has);
  }

  /** Sets one; returns all of its kind, nothing for a quota. */
  static Optional<ArrayNode> set(ObjectNode data, Query query) {
    if (query.has("subuser")) {
      return Optional.of(setSubuser(data, query));
    }
    if (query.has("key")) {
      return Optional.of(UserEdit.withKey(data, query).withArray("keys"));
    }
    if (query.has("caps")) {
      ArrayNode caps = data.withArray("caps");
      Capabilities.add(caps, query.text("user-caps"));
      return Optional.of(caps);
    }
    String type = query.text("quota-type");
    if (!type.equals("user") && !type.equals("bucket")) {
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
    QuotaEdit.apply(data.withObject("/" + type + "_quota"), query);
    return Optional.empty();
  }

  /** Removes one; returns what is left of the capabilities, for the other kinds nothing. */
  static Optional<ArrayNode> remove(ObjectNode data, Query query) {
    if (query.has("subuser")) {
      removeSubuser(data, query);
    } else if (query.has("key")) {
      if (!UserEdit.withoutKey(data, query.text("access-key"))) {
        throw ErrorCode.INVALID_ACCESS_KEY_ID.refusal();
      }
    } else if (query.has("caps")) {
      ArrayNode caps = data.withArray("caps");
      Capabilities.remove(caps, query.text("user-caps"));
      return Optional.of(caps);
    } else {
      throw ErrorCode.METHOD_NOT_ALLOWED.refusal();
    }
    return Optional.empty();
  }

  private static ArrayNode setSubuser(ObjectNode data, Query query) {
    String id = fullName(data, query.text("subuser"));
    ArrayNode subusers = data.withArray("subusers");
    UserEdit.withoutNamed(subusers, "id", id);
    subusers.addObject().put("id", id).put("permissions", permissions(query.text("access")));
    if (query.text("key-type").equals("swift") && query.has("secret-key")) {
      ArrayNode keys = data.withArray("swift_keys");
      UserEdit.withoutNamed(keys, "user", id);
      keys.addObject().put("user", id).put("secret_key", query.text("secret-key"));
    }
    return subusers;
  }

  private static void removeSubuser(ObjectNode data, Query query) {
    String id = fullName(data, query.text("subuser"));
    if (!UserEdit.withoutNamed(data.withArray("subusers"), "id", id)) {
      throw ErrorCode.NO_SUCH_SUB_USER.refusal();
    }
    if (!query.text("purge-keys").equals("false")) {
      UserEdit.withoutNamed(data.withArray("swift_keys"), "user", id);
    }
  }

  private static String fullName(ObjectNode data, String name) {
    return name.contains(":") ? name : data.path("user_id").asText() + ":" + name;
  }

  private static String permissions(String access) {
    return switch (access) {
      case "full" -> "full-control";
      case "readwrite" -> "read-write";
      case "read", "write" -> access;
      default -> "<none>";
    };
  }
}
