package io.gyre.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.checkpoint.BucketShardState;
import io.gyre.checkpoint.BucketState.Standing;
import io.gyre.checkpoint.CheckpointStore.ShardCounts;
import io.gyre.checkpoint.CheckpointSummary;
import io.gyre.checkpoint.LogKind;
import io.gyre.checkpoint.LogShardState;
import io.gyre.checkpoint.ParkedEntry;
import io.gyre.checkpoint.ParkedItem;
import io.gyre.checkpoint.Phase;
import io.gyre.log.LogPosition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A checkpoint's summary and its parked entries for programs. Every key is always there. */
final class StatusJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private StatusJson() {}

  /**
   * @param live what the running process says of itself
   */
  static String of(CheckpointSummary summary, Path state, Optional<JsonNode> live, Instant now) {
    ObjectNode json = JSON.createObjectNode();
    json.put("time", now.toString());
    json.put("state", state.toString());
    json.put("source_zone", summary.route().sourceZone());
    json.put("destination_zone", summary.route().destinationZone());
    json.set(
        "process",
        summary.process().isPresent()
            ? json.numberNode(summary.process().getAsLong())
            : json.nullNode());
    lag(json, summary.shards(), now);
    logs(json.putObject("logs"), summary);
    counts(json.putObject("bucket_shards"), Phase.values(), summary.shards().byPhase());
    behind(json.putArray("behind"), summary);
    counts(json.putObject("buckets"), Standing.values(), summary.buckets());
    leftOut(json.putArray("buckets_left_out"), summary);
    json.put("users", summary.ownedUsers());
    refused(json.putArray("users_refused"), summary);
    shortfalls(json.putArray("shortfalls"), summary);
    parked(json.putObject("parked"), summary.parked());
    json.set("live", live.orElseGet(json::nullNode));
    return json.toString();
  }

  private static void lag(ObjectNode json, ShardCounts shards, Instant now) {
    json.put("bucket_shards_behind", shards.dirty());
    time(json, "behind_since", shards.dirtySince());
    json.put(
        "lag_seconds",
        shards
            .dirtySince()
            .map(since -> Math.max(0, Duration.between(since, now).toSeconds()))
            .orElse(0L));
  }

  private static void logs(ObjectNode json, CheckpointSummary summary) {
    for (LogKind kind : LogKind.values()) {
      ObjectNode log = json.putObject(lower(kind));
      var shards = Optional.ofNullable(summary.logs().get(kind));
      log.put("shards", shards.map(CheckpointSummary.LogShards::count).orElse(0));
      time(log, "oldest_update", shards.map(CheckpointSummary.LogShards::oldestUpdate));
      time(log, "newest_update", shards.map(CheckpointSummary.LogShards::newestUpdate));
      ArrayNode states = log.putArray("states");
      shards.ifPresent(all -> all.states().forEach(state -> logShard(states.addObject(), state)));
    }
  }

  private static void logShard(ObjectNode json, LogShardState state) {
    json.put("shard", state.shard());
    json.put("period", state.period());
    json.put("position", position(state.position()));
    json.put("updated", state.updated().toString());
  }

  private static @Nullable String position(LogPosition position) {
    return position instanceof LogPosition.Marker marker ? marker.value() : null;
  }

  private static void behind(ArrayNode json, CheckpointSummary summary) {
    for (BucketShardState state : summary.behind()) {
      ObjectNode shard = json.addObject();
      shard.put("bucket", state.shard().instance().bucket().toString());
      shard.put("bucket_shard", state.shard().toString());
      shard.put("log_shard", state.logShard());
      shard.put("phase", lower(state.phase()));
      time(shard, "since", state.dirtySince());
      shard.put("listed_to", state.listing().key());
      shard.put("position", position(state.position()));
    }
  }

  private static void leftOut(ArrayNode json, CheckpointSummary summary) {
    summary
        .leftOut()
        .forEach(
            bucket ->
                json.addObject()
                    .put("bucket", bucket.source().bucket().toString())
                    .put("standing", lower(bucket.standing()))
                    .put("reason", bucket.reason()));
  }

  private static void refused(ArrayNode json, CheckpointSummary summary) {
    summary
        .refusedUsers()
        .forEach(user -> json.addObject().put("user", user.uid()).put("reason", user.reason()));
  }

  private static void shortfalls(ArrayNode json, CheckpointSummary summary) {
    summary
        .shortfalls()
        .forEach(
            it ->
                json.addObject()
                    .put("section", it.section())
                    .put("name", it.name())
                    .put("reason", it.reason()));
  }

  private static void parked(ObjectNode json, CheckpointSummary.Parked parked) {
    json.put("entries", parked.count());
    time(json, "oldest", parked.oldest());
    time(json, "next_try", parked.nextTry());
    ArrayNode failures = json.putArray("failures");
    parked
        .failures()
        .forEach(
            failure ->
                failures
                    .addObject()
                    .put("class", failure.failureClass())
                    .put("entries", failure.count())
                    .put("example", failure.example()));
  }

  /** One parked entry. */
  static String of(ParkedItem item) {
    ParkedEntry entry = item.entry();
    ObjectNode json = JSON.createObjectNode();
    json.put("id", item.id());
    json.put("bucket", entry.shard().instance().bucket().toString());
    json.put("bucket_shard", entry.shard().toString());
    json.put("key", entry.key());
    json.put("version", entry.instance());
    json.put("operation", entry.operation());
    json.put("reason", entry.reason());
    json.put("attempts", entry.attempts());
    json.put("since", entry.since().toString());
    json.put("next_try", entry.nextTry().toString());
    return json.toString();
  }

  private static <E extends Enum<E>> void counts(
      ObjectNode json, E[] kinds, Map<E, Integer> counts) {
    for (E kind : kinds) {
      json.put(lower(kind), counts.getOrDefault(kind, 0));
    }
  }

  private static void time(ObjectNode json, String name, Optional<Instant> time) {
    json.put(name, time.map(Instant::toString).orElse(null));
  }

  private static String lower(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }
}
