package io.gyre.embedded.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.Limits;
import io.gyre.embedded.http.Query;
import io.gyre.embedded.http.Reply;
import io.gyre.embedded.model.Bucket;
import io.gyre.embedded.model.BucketIndexLog;
import io.gyre.embedded.model.IndexChange;
import io.gyre.embedded.model.Json;
import io.gyre.embedded.model.Times;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code /admin/log?type=bucket-index}: list (a bare array), info, trim. */
final class BucketIndexResource {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int OLH_POOL = -1;
  private static final int DATA_POOL = 6;

  private BucketIndexResource() {}

  /** An entry and the shard it is from. */
  private record Entry(int shard, BucketIndexLog.Entry entry) {}

  static Reply answer(AdminCall call) {
    call.require("bilog");
    Query query = call.query();
    InstanceKey key = InstanceKey.parse(call.zone(), query.text("bucket-instance"));
    return switch (call.request().method()) {
      case "GET" -> query.has("info") ? info(key) : list(call, key);
      case "DELETE" -> trim(query, key);
      default -> throw ErrorCode.METHOD_NOT_ALLOWED.refusal();
    };
  }

  /** Those of several shards come one of each in turn. */
  private static Reply list(AdminCall call, InstanceKey key) {
    int limit = call.query().number("max-entries", Limits.PAGE);
    String marker = withoutShard(call.query().text("marker"));
    List<Entry> entries = new ArrayList<>();
    List<Iterator<Entry>> shards =
        key.shards().stream()
            .map(shard -> entries(key.bucket(), shard, marker, limit).iterator())
            .toList();
    while (shards.stream().anyMatch(Iterator::hasNext)) {
      shards.stream().filter(Iterator::hasNext).map(Iterator::next).forEach(entries::add);
    }
    return Reply.ok()
        .jsonBody(write(call, key.bucket(), entries.subList(0, Math.min(limit, entries.size()))));
  }

  private static List<Entry> entries(Bucket bucket, int shard, String marker, int limit) {
    return bucket.logEntries(shard, marker, limit).stream()
        .map(entry -> new Entry(shard, entry))
        .toList();
  }

  private static byte[] write(AdminCall call, Bucket bucket, List<Entry> entries) {
    String instance = bucket.record().instanceKey();
    String trace = call.zone().identity().id() + ":" + instance;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartArray();
      for (Entry entry : entries) {
        write(json, entry, bucket.shardCount() > 1, trace, call.zone().identity().id());
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void write(
      JsonGenerator json, Entry entry, boolean sharded, String trace, String zoneId)
      throws IOException {
    BucketIndexLog.Entry logged = entry.entry();
    IndexChange change = logged.change();
    json.writeStartObject();
    json.writeStringField("op_id", (sharded ? entry.shard() + "#" : "") + logged.id());
    json.writeStringField("op_tag", zoneId + ".4142." + Long.toUnsignedString(change.tag()));
    json.writeStringField("op", change.op().text());
    json.writeStringField("object", logged.object());
    json.writeStringField("instance", change.instance());
    json.writeStringField("state", "complete");
    json.writeNumberField("index_ver", logged.version());
    json.writeStringField("timestamp", Times.nanos(change.mtime()));
    json.writeObjectFieldStart("ver");
    json.writeNumberField("pool", change.olh() ? OLH_POOL : DATA_POOL);
    json.writeNumberField("epoch", change.epoch());
    json.writeEndObject();
    json.writeNumberField("bilog_flags", change.versioned() ? 1 : 0);
    json.writeBooleanField("versioned", change.versioned());
    json.writeStringField("owner", change.owner().id());
    json.writeStringField("owner_display_name", change.owner().displayName());
    json.writeArrayFieldStart("zones_trace");
    json.writeStartObject();
    json.writeStringField("entry", trace);
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private static Reply info(InstanceKey key) {
    List<Bucket.LogInfo> infos =
        key.bucket().logInfo().stream()
            .filter(info -> key.shards().contains(info.shard()))
            .toList();
    String markers =
        key.shard().isPresent()
            ? infos.stream().map(Bucket.LogInfo::maxMarker).collect(Collectors.joining())
            : joined(infos, Bucket.LogInfo::maxMarker);
    boolean stopped = infos.stream().anyMatch(Bucket.LogInfo::stopped);
    return Reply.json(
        Json.object()
            .put("bucket_ver", joined(infos, info -> Long.toString(info.version())))
            .put("master_ver", joined(infos, info -> "0"))
            .put("max_marker", markers)
            .put("syncstopped", Boolean.toString(stopped)));
  }

  /** {@code 0#a,1#b,…}. */
  static String joined(List<Bucket.LogInfo> infos, Function<Bucket.LogInfo, String> value) {
    return infos.stream()
        .map(info -> info.shard() + "#" + value.apply(info))
        .collect(Collectors.joining(","));
  }

  private static Reply trim(Query query, InstanceKey key) {
    String marker = query.text("end-marker");
    if (marker.isEmpty()) {
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
    for (int shard : key.shards()) {
      key.bucket().trimLog(shard, withoutShard(markerOf(marker, shard)));
    }
    return Reply.ok();
  }

  /** The part of a composite marker that is for this shard; any other marker is for all. */
  private static String markerOf(String marker, int shard) {
    if (!marker.contains(",")) {
      return marker;
    }
    for (String part : marker.split(",", -1)) {
      if (part.startsWith(shard + "#")) {
        return part;
      }
    }
    return "";
  }

  private static String withoutShard(String marker) {
    return marker.substring(marker.indexOf('#') + 1);
  }
}
