package io.gyre.embedded.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.Limits;
import io.gyre.embedded.http.Query;
import io.gyre.embedded.http.Reply;
import io.gyre.embedded.model.Json;
import io.gyre.embedded.model.LogLeases;
import io.gyre.embedded.model.MetadataLog;
import io.gyre.embedded.model.Times;
import java.time.Duration;
import java.util.List;

/** {@code /admin/log?type=metadata}: info, list, trim, locks. The zone has one period only. */
final class MetadataLogResource {
  private MetadataLogResource() {}

  static Reply answer(AdminCall call) {
    call.require("mdlog");
    return switch (call.request().method()) {
      case "GET" -> get(call);
      case "POST" -> post(call);
      case "DELETE" -> trim(call);
      default -> throw ErrorCode.METHOD_NOT_ALLOWED.refusal();
    };
  }

  private static Reply get(AdminCall call) {
    Query query = call.query();
    MetadataLog log = call.zone().metadataLog();
    if (query.has("id")) {
      int shard = call.shard(log.shardCount());
      return query.has("info") ? info(log.info(shard)) : list(call, log, shard);
    }
    if (!log.isTold()) {
      throw ErrorCode.NO_SUCH_KEY.refusal();
    }
    if (query.has("status")) {
      return Reply.json(noSync());
    }
    return Reply.json(
        Json.object()
            .put("num_objects", log.shardCount())
            .put("period", call.zone().identity().period())
            .put("realm_epoch", 1));
  }

  private static Reply list(AdminCall call, MetadataLog log, int shard) {
    String period = call.query().text("period");
    int limit = Math.min(call.query().number("max-entries", Limits.PAGE), Limits.PAGE);
    boolean current = period.isEmpty() || period.equals(call.zone().identity().period());
    MetadataLog.Page page =
        current
            ? log.list(shard, call.query().text("marker"), limit)
            : new MetadataLog.Page(List.of(), false);
    List<MetadataLog.Entry> entries = page.entries();
    ObjectNode json = Json.object();
    json.put("marker", entries.isEmpty() ? "" : entries.get(entries.size() - 1).id());
    json.put("truncated", page.truncated());
    ArrayNode array = json.putArray("entries");
    entries.forEach(entry -> array.add(entry(entry)));
    return Reply.json(json);
  }

  private static ObjectNode entry(MetadataLog.Entry entry) {
    ObjectNode json =
        Json.object()
            .put("id", entry.id())
            .put("section", entry.section())
            .put("name", entry.name())
            .put("timestamp", Times.nanos(entry.timestamp()));
    ObjectNode data = json.putObject("data");
    data.set("read_version", Json.version(entry.read()));
    data.set("write_version", Json.version(entry.write()));
    data.putObject("status").put("status", entry.status());
    return json;
  }

  private static Reply info(MetadataLog.Info info) {
    return Reply.json(
        Json.object()
            .put("marker", info.marker())
            .put("last_update", LogParameters.lastUpdate(info.lastUpdate())));
  }

  private static Reply post(AdminCall call) {
    Query query = call.query();
    if (query.has("notify")) {
      throw ErrorCode.NOT_IMPLEMENTED.refusal();
    }
    if (!query.has("lock") && !query.has("unlock")) {
      throw ErrorCode.METHOD_NOT_ALLOWED.refusal();
    }
    int number = call.shard(call.zone().metadataLog().shardCount());
    LogLeases.Shard shard = new LogLeases.Shard(query.text("period"), number);
    if (query.text("zone-id").isEmpty() || query.text("locker-id").isEmpty()) {
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
    String holder = query.text("zone-id") + "\n" + query.text("locker-id");
    return query.has("lock") ? lock(call, shard, holder) : unlock(call, shard, holder);
  }

  private static Reply lock(AdminCall call, LogLeases.Shard shard, String holder) {
    int seconds = call.query().number("length", 0);
    if (seconds <= 0) {
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
    if (!call.zone().leases().lock(shard, holder, Duration.ofSeconds(seconds))) {
      throw ErrorCode.LOCKED.refusal();
    }
    return Reply.ok();
  }

  private static Reply unlock(AdminCall call, LogLeases.Shard shard, String holder) {
    if (!call.zone().leases().unlock(shard, holder)) {
      throw ErrorCode.NO_SUCH_KEY.refusal();
    }
    return Reply.ok();
  }

  /** Nothing to trim is a 500, as in 16.2. */
  private static Reply trim(AdminCall call) {
    MetadataLog log = call.zone().metadataLog();
    int shard = call.shard(log.shardCount());
    String marker = LogParameters.endMarker(call.query());
    if (!log.trim(shard, marker)) {
      throw ErrorCode.INTERNAL_ERROR.refusal();
    }
    return Reply.ok();
  }

  private static ObjectNode noSync() {
    ObjectNode json = Json.object();
    json.putObject("info")
        .put("status", "init")
        .put("num_shards", 0)
        .put("period", "")
        .put("realm_epoch", 0);
    json.putArray("markers");
    return json;
  }
}
