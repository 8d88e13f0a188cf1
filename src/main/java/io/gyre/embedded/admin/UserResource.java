package io.gyre.embedded.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.Limits;
import io.gyre.embedded.http.Query;
import io.gyre.embedded.http.Reply;
import io.gyre.embedded.model.Json;
import io.gyre.embedded.model.PlacementRule;
import io.gyre.embedded.model.User;
import io.gyre.embedded.model.Users;
import java.util.List;
import java.util.Optional;

/** {@code /admin/user}: find, list, create, modify, remove, and the parts of one. */
final class UserResource {
  private UserResource() {}

  static Reply answer(AdminCall call) {
    call.require("users");
    Query query = call.query();
    return switch (call.request().method()) {
      case "GET" -> query.has("list") ? list(call) : Reply.json(shown(find(call)));
      case "PUT" -> UserParts.isMeant(query) ? changePart(call) : create(call);
      case "POST" -> modify(call);
      case "DELETE" -> UserParts.isMeant(query) ? removePart(call) : remove(call);
      default -> throw ErrorCode.METHOD_NOT_ALLOWED.refusal();
    };
  }

  private static User find(AdminCall call) {
    Users users = call.zone().users();
    Optional<User> user =
        call.query().has("access-key") && !call.query().has("uid")
            ? users.findByAccessKey(call.query().text("access-key"))
            : users.find(id(call.query()));
    return user.orElseThrow(ErrorCode.NO_SUCH_USER::refusal);
  }

  private static Reply list(AdminCall call) {
    int limit = Math.min(call.query().number("max-entries", Limits.PAGE), Limits.PAGE);
    String marker = call.query().text("marker");
    List<String> after =
        call.zone().users().ids().stream().filter(id -> id.compareTo(marker) > 0).toList();
    List<String> page = after.subList(0, Math.min(limit, after.size()));
    ObjectNode json = Json.object();
    ArrayNode keys = json.putArray("keys");
    page.forEach(keys::add);
    boolean truncated = page.size() < after.size();
    json.put("truncated", truncated).put("count", page.size());
    if (truncated) {
      json.put("marker", page.get(page.size() - 1));
    }
    return Reply.json(json);
  }

  private static Reply create(AdminCall call) {
    Query query = call.query();
    Users users = call.zone().users();
    String id = id(query);
    if (id.isEmpty() || query.text("display-name").isEmpty()) {
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
    if (users.find(id).isPresent()) {
      throw ErrorCode.USER_ALREADY_EXISTS.refusal();
    }
    if (users.findByAccessKey(query.text("access-key")).isPresent()) {
      throw ErrorCode.KEY_EXISTS.refusal();
    }
    String email = UserEdit.address(query);
    if (!email.isEmpty() && users.findByEmail(email).isPresent()) {
      throw ErrorCode.EMAIL_EXISTS.refusal();
    }
    requirePlacement(call);
    ObjectNode data = UserEdit.apply(Json.user(id, query.text("display-name")), query);
    return Reply.json(shown(users.write(UserEdit.withKey(data, query))));
  }

  private static Reply modify(AdminCall call) {
    Query query = call.query();
    User user = find(call);
    requireFree(call, user);
    requirePlacement(call);
    ObjectNode data = UserEdit.apply(user.meta().data().deepCopy(), query);
    boolean key = query.has("access-key");
    return Reply.json(shown(call.zone().users().write(key ? UserEdit.withKey(data, query) : data)));
  }

  /** A part of the user is set; the answer shows all of its kind. */
  private static Reply changePart(AdminCall call) {
    User user = find(call);
    requireFree(call, user);
    ObjectNode data = user.meta().data().deepCopy();
    Optional<ArrayNode> parts = UserParts.set(data, call.query());
    call.zone().users().write(data);
    return parts.map(Reply::json).orElseGet(Reply::ok);
  }

  private static Reply removePart(AdminCall call) {
    ObjectNode data = find(call).meta().data().deepCopy();
    Optional<ArrayNode> left = UserParts.remove(data, call.query());
    call.zone().users().write(data);
    return left.map(Reply::json).orElseGet(Reply::ok);
  }

  /** Refuses an access key or an e-mail address that somebody else has. */
  private static void requireFree(AdminCall call, User user) {
    Users users = call.zone().users();
    Query query = call.query();
    if (isAnothers(users.findByAccessKey(query.text("access-key")), user)) {
      throw ErrorCode.KEY_EXISTS.refusal();
    }
    String email = UserEdit.address(query);
    if (!email.isEmpty() && isAnothers(users.findByEmail(email), user)) {
      throw ErrorCode.EMAIL_EXISTS.refusal();
    }
  }

  private static void requirePlacement(AdminCall call) {
    PlacementRule wanted = PlacementRule.parse(call.query().text("default-placement"));
    if (!call.zone().placements().has(wanted)) {
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
  }

  private static boolean isAnothers(Optional<User> holder, User user) {
    return holder.filter(other -> !other.id().equals(user.id())).isPresent();
  }

  private static Reply remove(AdminCall call) {
    Query query = call.query();
    User user = find(call);
    if (query.text("purge-data").equals("true")) {
      call.zone()
          .buckets()
          .ownedBy(user.id())
          .forEach(bucket -> BucketAdmin.remove(call.zone(), bucket, true));
    }
    if (!call.zone().buckets().listOf(user.id()).isEmpty()) {
      throw ErrorCode.BUCKET_ALREADY_EXISTS.refusal();
    }
    call.zone().users().remove(user.id());
    return Reply.ok();
  }

  /** {@code tenant$uid}. */
  private static String id(Query query) {
    String tenant = query.text("tenant");
    return tenant.isEmpty() ? query.text("uid") : tenant + "$" + query.text("uid");
  }

  private static ObjectNode shown(User user) {
    ObjectNode shown = Json.object().put("tenant", user.tenant());
    String id = user.id();
    user.meta()
        .data()
        .properties()
        .forEach(
            field -> {
              if (field.getKey().equals("default_placement")) {
                shown.put("system", Boolean.toString(user.system())).put("admin", "false");
              }
              if (!field.getKey().equals("attrs") && !field.getKey().equals("system")) {
                shown.set(field.getKey(), field.getValue());
              }
            });
    return shown.put("user_id", id.substring(id.indexOf('$') + 1));
  }
}
