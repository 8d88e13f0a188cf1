package io.gyre.embedded.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.Limits;
import io.gyre.embedded.http.Query;
import io.gyre.embedded.http.Reply;
import io.gyre.embedded.model.DataLog;
import io.gyre.embedded.model.Json;
import io.gyre.embedded.model.Times;
import java.util.List;

/** {@code /admin/log?type=data}: info, list, trim. Markers are strict: a malformed one is a 400. */
final class DataLogResource {
  private DataLogResource() {}

  static Reply answer(AdminCall call) {
    call.require("datalog");
    return switch (call.request().method()) {
      case "GET" -> get(call);
      case "POST" -> throw notifications(call);
      case "DELETE" -> trim(call);
      default -> throw ErrorCode.METHOD_NOT_ALLOWED.refusal();
    };
  }

  private static Reply get(AdminCall call) {
    Query query = call.query();
    DataLog log = call.zone().dataLog();
    if (query.has("id")) {
      int shard = call.shard(log.shardCount());
      return query.has("info") ? info(log.info(shard)) : list(query, log, shard);
    }
    if (query.has("status")) {
      throw ErrorCode.NO_SUCH_KEY.refusal();
    }
    return Reply.json(Json.object().put("num_objects", log.shardCount()));
  }

  private static Reply list(Query query, DataLog log, int shard) {
    int limit = Math.min(query.number("max-entries", Limits.PAGE), Limits.PAGE);
    DataLog.Page page =
        log.list(shard, query.text("marker"), limit)
            .orElseThrow(ErrorCode.INVALID_ARGUMENT::refusal);
    boolean extra = query.text("extra-info").equals("true");
    List<DataLog.Entry> entries = page.entries();
    ObjectNode json = Json.object();
    json.put("marker", entries.isEmpty() ? "" : entries.get(entries.size() - 1).marker());
    json.put("truncated", page.truncated());
    ArrayNode array = json.putArray("entries");
    entries.forEach(entry -> array.add(extra ? withPosition(entry) : entry(entry)));
    return Reply.json(json);
  }

  private static ObjectNode withPosition(DataLog.Entry entry) {
    ObjectNode json =
        Json.object()
            .put("log_id", entry.marker())
            .put("log_timestamp", Times.micros(entry.loggedAt()));
    json.set("entry", entry(entry));
    return json;
  }

  private static ObjectNode entry(DataLog.Entry entry) {
    return Json.object()
        .put("entity_type", "bucket")
        .put("key", entry.key())
        .put("timestamp", Times.micros(entry.timestamp()));
  }

  private static Reply info(DataLog.Info info) {
    return Reply.json(
        Json.object()
            .put("marker", info.marker())
            .put("last_update", LogParameters.lastUpdate(info.lastUpdate())));
  }

  private static Reply trim(AdminCall call) {
    DataLog log = call.zone().dataLog();
    int shard = call.shard(log.shardCount());
    if (!log.trim(shard, LogParameters.endMarker(call.query()))) {
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
    return Reply.ok();
  }

  /** This zone syncs from nobody, so nobody can wake it. */
  private static RuntimeException notifications(AdminCall call) {
    boolean notify = call.query().has("notify") || call.query().has("notify2");
    return (notify ? ErrorCode.NOT_IMPLEMENTED : ErrorCode.METHOD_NOT_ALLOWED).refusal();
  }
}
