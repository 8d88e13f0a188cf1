package io.gyre.rgw;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.log.BucketIndexEntry;
import io.gyre.log.BucketIndexState;
import io.gyre.log.BucketShard;
import io.gyre.log.DataLogEntry;
import io.gyre.log.LogPage;
import io.gyre.log.LogPosition;
import io.gyre.log.MetadataLogEntry;
import io.gyre.log.MetadataLogState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads the answers of {@code /admin/log}. */
final class LogJson {
  private LogJson() {}

  /** The newest position of a data or metadata log shard. */
  static LogPosition head(JsonNode info) {
    return LogPosition.of(Json.required(info, "marker"));
  }

  /** A page of a data log shard, asked for with {@code extra-info}. */
  static LogPage<DataLogEntry> dataLog(JsonNode page, LogPosition after) {
    return page(page, after, LogJson::dataLogEntry);
  }

  private static DataLogEntry dataLogEntry(JsonNode logged) {
    return new DataLogEntry(
        marker(logged, "log_id"),
        Json.time(logged, "log_timestamp"),
        BucketShard.parse(Json.required(logged.path("entry"), "key")));
  }

  /**
   * The metadata log; empty where the gateway has none, or has one and never writes to it.
   *
   * @param info of the log. The period that it names is the oldest with a log, not the current one
   * @param period the current period
   */
  static Optional<MetadataLogState> metadataLog(
      Optional<JsonNode> info, Optional<JsonNode> period) {
    return info.flatMap(
        log ->
            period
                .filter(current -> zones(current) != 1)
                .map(current -> Json.required(current, "id"))
                .map(id -> new MetadataLogState(log.path("num_objects").asInt(), id)));
  }

  /** A gateway whose zone is the only one has nobody to write a metadata log for. */
  private static int zones(JsonNode period) {
    int zones = 0;
    for (JsonNode zonegroup : period.path("period_map").path("zonegroups")) {
      zones += zonegroup.path("zones").size();
    }
    return zones;
  }

  /** A page of a metadata log shard. */
  static LogPage<MetadataLogEntry> metadataLog(JsonNode page, LogPosition after) {
    return page(page, after, LogJson::metadataLogEntry);
  }

  private static MetadataLogEntry metadataLogEntry(JsonNode logged) {
    return new MetadataLogEntry(
        marker(logged, "id"),
        Json.time(logged, "timestamp"),
        Json.required(logged, "section"),
        Json.required(logged, "name"),
        Json.text(logged.path("data").path("status"), "status").equals("complete"));
  }

  private static <E> LogPage<E> page(
      JsonNode page, LogPosition after, Function<JsonNode, E> reader) {
    List<E> entries = new ArrayList<>();
    Json.array(page, "entries").forEach(entry -> entries.add(reader.apply(entry)));
    LogPosition last = LogPosition.of(Json.text(page, "marker"));
    // An empty page carries an empty marker, which would mean the beginning.
    LogPosition next = entries.isEmpty() || last.equals(LogPosition.ORIGIN) ? after : last;
    return new LogPage<>(entries, next, Json.flag(page, "truncated"));
  }

  /** What a bucket shard's log says about itself. */
  static BucketIndexState bucketIndexState(JsonNode info) {
    return new BucketIndexState(
        LogPosition.of(withoutShard(Json.required(info, "max_marker"))),
        Json.flag(info, "syncstopped"));
  }

  /** A page of a bucket shard's log: a bare array, which does not say whether there is more. */
  static LogPage<BucketIndexEntry> bucketIndex(JsonNode page, LogPosition after, int max) {
    if (!page.isArray()) {
      throw Json.unreadable("is no list of bucket index entries");
    }
    List<BucketIndexEntry> entries = new ArrayList<>();
    page.forEach(entry -> entries.add(bucketIndexEntry(entry)));
    LogPosition next = entries.isEmpty() ? after : entries.get(entries.size() - 1).position();
    return new LogPage<>(entries, next, entries.size() >= max);
  }

  private static BucketIndexEntry bucketIndexEntry(JsonNode entry) {
    return new BucketIndexEntry(
        new LogPosition.Marker(withoutShard(Json.required(entry, "op_id"))),
        entry.path("index_ver").asLong(),
        BucketIndexEntry.Op.parse(Json.required(entry, "op")),
        Json.text(entry, "state").equals("complete"),
        Json.required(entry, "object"),
        Json.text(entry, "instance"),
        Json.time(entry, "timestamp"),
        entry.path("ver").path("pool").asLong(),
        entry.path("ver").path("epoch").asLong(),
        Json.flag(entry, "versioned"),
        Json.text(entry, "owner"));
  }

  /** A marker without the {@code N#} that names its shard. */
  static String withoutShard(String marker) {
    return marker.substring(marker.indexOf('#') + 1);
  }

  private static LogPosition.Marker marker(JsonNode entry, String field) {
    return new LogPosition.Marker(Json.required(entry, field));
  }
}
