package io.gyre.embedded.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.Query;
import io.gyre.embedded.http.Reply;
import io.gyre.embedded.model.Json;
import io.gyre.embedded.model.MetaObject;
import io.gyre.embedded.model.MetaVersion;
import io.gyre.embedded.model.Times;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** {@code /admin/metadata}: sections, keys with paging, and the objects. */
final class MetadataResource {
  private MetadataResource() {}

  static Reply answer(AdminCall call) {
    call.require("metadata");
    String[] path = call.request().key().split("/", 3);
    String key = call.query().text("key");
    String section = path.length > 1 ? path[1] : "";
    if (section.isEmpty() && key.contains(":")) {
      section = key.substring(0, key.indexOf(':'));
      key = key.substring(section.length() + 1);
    }
    if (section.isEmpty()) {
      return Reply.json(array(List.of("bucket", "bucket.instance", "otp", "user")));
    }
    MetadataSection known = MetadataSection.named(call.zone(), section);
    if (call.query().has("myself")) {
      key = call.caller().signedUser().id();
    }
    return switch (call.request().method()) {
      case "GET" -> key.isEmpty() ? list(call.query(), known) : get(known, section, key);
      case "PUT" -> put(call, known, key);
      case "DELETE" -> delete(known, key);
      default -> throw ErrorCode.METHOD_NOT_ALLOWED.refusal();
    };
  }

  private static Reply get(MetadataSection section, String name, String key) {
    MetaObject object = section.get(key).orElseThrow(ErrorCode.NO_SUCH_KEY::refusal);
    ObjectNode json = Json.object().put("key", name + ":" + key);
    json.set("ver", Json.version(object.version()));
    json.put("mtime", Times.micros(object.mtime()));
    json.set("data", object.data());
    return Reply.json(json);
  }

  /**
   * With {@code max-entries} the answer is an object with a marker, else a bare array of all keys.
   */
  private static Reply list(Query query, MetadataSection section) {
    List<String> keys = section.keys();
    if (!query.has("max-entries")) {
      return Reply.json(array(keys));
    }
    String marker = decoded(query.text("marker"));
    List<String> after = keys.stream().filter(key -> key.compareTo(marker) > 0).toList();
    List<String> page = after.subList(0, Math.min(query.number("max-entries", 0), after.size()));
    boolean truncated = page.size() < after.size();
    ObjectNode json = Json.object();
    json.set("keys", array(page));
    json.put("truncated", Boolean.toString(truncated)).put("count", page.size());
    if (truncated) {
      String last = page.isEmpty() ? marker : page.get(page.size() - 1);
      byte[] bytes = last.getBytes(StandardCharsets.UTF_8);
      json.put("marker", Base64.getEncoder().encodeToString(bytes));
    }
    return Reply.json(json);
  }

  private static Reply put(AdminCall call, MetadataSection section, String key) {
    if (call.body().length == 0) {
      throw ErrorCode.MISSING_CONTENT_LENGTH.refusal();
    }
    MetaObject wanted = MetadataBody.parse(call.body());
    Optional<MetaObject> present = section.get(key);
    MetaVersion before = present.map(MetaObject::version).orElse(MetaVersion.NONE);
    boolean applies = MetadataBody.applies(call.query().text("update-type"), present, wanted);
    if (applies) {
      section.put(key, wanted);
    }
    boolean plain = applies && section.putStatus() == 200;
    Reply reply = plain ? Reply.ok() : Reply.noContent();
    if (!plain) {
      reply.header("RGWX_UPDATE_STATUS", applies ? "applied" : "skipped");
    }
    return reply.header("RGWX_UPDATE_VERSION", "ver:" + before.number() + ",tag:" + before.tag());
  }

  private static Reply delete(MetadataSection section, String key) {
    if (!section.remove(key)) {
      throw ErrorCode.NO_SUCH_KEY.refusal();
    }
    return Reply.ok();
  }

  private static ArrayNode array(List<String> keys) {
    ArrayNode array = Json.object().putArray("keys");
    keys.forEach(array::add);
    return array;
  }

  private static String decoded(String marker) {
    try {
      return new String(Base64.getDecoder().decode(marker), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
  }
}
