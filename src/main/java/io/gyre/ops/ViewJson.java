package io.gyre.ops;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.checkpoint.BucketState.Standing;
import io.gyre.checkpoint.ParkedEntry;
import io.gyre.checkpoint.ParkedItem;
import io.gyre.checkpoint.Pause;
import io.gyre.checkpoint.Phase;
import io.gyre.checkpoint.RouteFacts;
import io.gyre.config.DataRate;
import io.gyre.config.DataSize;
import io.gyre.copy.CopyOutcome;
import io.gyre.copy.FairGate;
import io.gyre.log.BucketName;
import io.gyre.metadata.BucketSizes.Size;
import io.gyre.route.LogShardLag;
import io.gyre.route.RouteLag;
import io.gyre.route.RouteStatistics;
import io.gyre.route.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Views as the API gives them. Every key is always there; what is not known is null. Times are UTC
 * in ISO 8601, ages in seconds.
 */
final class ViewJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ViewJson() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static ArrayNode array() {
    return JSON.createArrayNode();
  }

  /** How far behind the destination is. */
  static ObjectNode lag(RouteLag lag, Instant now) {
    ObjectNode json = object();
    age(json, "lag_seconds", lag.age(now));
    asOf(json, lag.asOf(), now);
    part(json.putObject("metadata"), lag.metadata(), now);
    part(json.putObject("data"), lag.data(), now);
    json.put("bucket_shards_changed", lag.changed());
    json.put("bucket_shards_to_copy", lag.copying());
    json.put("comparing_metadata", lag.comparingMetadata());
    return json;
  }

  private static void part(ObjectNode json, RouteLag.Part part, Instant now) {
    age(json, "lag_seconds", part.age(now));
    time(json, "since", part.since());
    asOf(json, part.asOf(), now);
    json.put("log_shards_failing", part.failing());
    json.put("failure", part.failure().orElse(null));
  }

  private static void asOf(ObjectNode json, Optional<Instant> round, Instant now) {
    time(json, "as_of", round);
    age(json, "as_of_age_seconds", round.map(began -> Duration.between(began, now)));
  }

  /** What was done since the start of the process. */
  static ObjectNode counts(RouteStatistics.Snapshot counts) {
    ObjectNode json = object();
    json.put("copied", counts.copied());
    json.put("bytes", counts.bytes());
    json.put("etag_differs", counts.of(CopyOutcome.COPIED_ETAG_DIFFERS));
    json.put("current", counts.of(CopyOutcome.CURRENT));
    json.put("marked", counts.of(CopyOutcome.MARKED));
    json.put("deleted", counts.of(CopyOutcome.DELETED));
    json.put("superseded", counts.of(CopyOutcome.SUPERSEDED));
    json.put("unselected", counts.of(CopyOutcome.UNSELECTED));
    json.put("parked", counts.of(CopyOutcome.PARKED));
    json.put("log_gaps", counts.gaps());
    json.put("failed_rounds", counts.failedRounds());
    json.put("grants_dropped", counts.grantsDropped());
    json.put("encodings_unknown", counts.encodingsUnknown());
    json.put("owner_replaced", counts.ownersReplaced());
    json.put("storage_classes_lost", counts.storageClassesLost());
    json.put("block_public_acls_lost", counts.blockPublicAclsLost());
    return json;
  }

  static ObjectNode speed(RouteStatistics.Speed speed) {
    return object()
        .put("objects_per_second", tenths(speed.entries()))
        .put("bytes_per_second", Math.round(speed.bytes()));
  }

  /** What the checkpoint counts. */
  static void facts(ObjectNode json, RouteFacts facts, Instant now) {
    kinds(json.putObject("bucket_shards"), Phase.values(), facts.shards().byPhase());
    kinds(json.putObject("buckets"), Standing.values(), facts.buckets());
    json.put("users", facts.users());
    ObjectNode parked = json.putObject("parked");
    parked.put("entries", facts.parked());
    time(parked, "oldest", facts.parkedSince());
    age(parked, "oldest_age_seconds", facts.parkedSince().map(it -> Duration.between(it, now)));
    time(parked, "next_try", facts.nextTry());
    json.put("refused", facts.refused());
  }

  /** What is paused, and since when. */
  static ObjectNode pauses(Controls controls) {
    ObjectNode json = object();
    time(json, "paused", controls.pausedRoute().map(Pause::since));
    ArrayNode buckets = json.putArray("paused_buckets");
    controls.pausedBuckets().stream()
        .sorted(Comparator.comparing(pause -> pause.bucket().toString()))
        .forEach(
            pause ->
                buckets
                    .addObject()
                    .put("bucket", pause.bucket().map(BucketName::toString).orElse(""))
                    .put("since", pause.since().toString()));
    return json;
  }

  static ObjectNode limits(Controls.Limits limits) {
    ObjectNode json = object();
    json.put("concurrency", limits.concurrency());
    json.put("concurrency_most", limits.most());
    json.put(
        "objects_per_second",
        limits.objectsPerSecond().isPresent() ? limits.objectsPerSecond().getAsInt() : null);
    json.put(
        "bandwidth",
        limits.bytesPerSecond().isPresent()
            ? new DataRate(new DataSize(limits.bytesPerSecond().getAsLong())).toString()
            : null);
    return json;
  }

  static ObjectNode gate(FairGate gate) {
    return object().put("under_way", gate.taken()).put("waiting", gate.waiting());
  }

  static ArrayNode buckets(List<BucketLine> lines, Instant now) {
    ArrayNode json = JSON.createArrayNode();
    lines.forEach(line -> bucket(json.addObject(), line, now));
    return json;
  }

  private static void bucket(ObjectNode json, BucketLine line, Instant now) {
    json.put("bucket", line.facts().source().bucket().toString());
    json.put("id", line.facts().source().id());
    json.put("state", lower(line.state()));
    json.put("reason", line.facts().reason());
    json.put("bucket_shards", line.facts().shards());
    json.put("bucket_shards_changed", line.changed());
    json.put("bucket_shards_to_copy", line.facts().copying());
    age(json, "lag_seconds", line.lag(now));
    time(json, "since", line.since());
    json.put("oldest_key", line.oldest().isEmpty() ? null : line.oldest());
    json.put("entries_waiting", line.waiting());
    json.put("entries_waiting_at_least", line.more());
    json.put("entries_per_second", tenths(line.entriesPerSecond()));
    json.put("bytes_per_second", Math.round(line.bytesPerSecond()));
    json.put("objects_to_go", line.left().map(Size::objects).orElse(null));
    json.put("bytes_to_go", line.left().map(Size::bytes).orElse(null));
    age(json, "seconds_to_go", line.toGo());
    json.put("parked", line.facts().parked());
  }

  static ArrayNode logShards(List<LogShardLine> lines, Instant now) {
    ArrayNode json = JSON.createArrayNode();
    lines.forEach(line -> logShard(json.addObject(), line, now));
    return json;
  }

  private static void logShard(ObjectNode json, LogShardLine line, Instant now) {
    LogShardLag log = line.log();
    json.put("log", lower(log.kind()));
    json.put("shard", log.shard());
    age(json, "lag_seconds", line.lag(now));
    time(json, "since", line.since());
    asOf(json, log.readTo(), now);
    json.put("oldest", log.waiting().map(Waiting::oldest).filter(it -> !it.isEmpty()).orElse(null));
    json.put("entries_waiting", log.waiting().map(Waiting::entries).orElse(0L));
    json.put("entries_waiting_at_least", log.waiting().map(Waiting::more).orElse(false));
    json.put("bucket_shards", line.known());
    json.put("bucket_shards_changed", line.changed());
    json.put("bucket_shards_to_copy", line.copying());
    json.put("failure", log.failure().orElse(null));
  }

  static ArrayNode parked(List<ParkedItem> items) {
    ArrayNode json = JSON.createArrayNode();
    items.forEach(item -> parked(json.addObject(), item));
    return json;
  }

  private static void parked(ObjectNode json, ParkedItem item) {
    ParkedEntry entry = item.entry();
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
  }

  private static <E extends Enum<E>> void kinds(
      ObjectNode json, E[] kinds, Map<E, Integer> counts) {
    for (E kind : kinds) {
      json.put(lower(kind), counts.getOrDefault(kind, 0));
    }
  }

  static void time(ObjectNode json, String name, Optional<Instant> time) {
    json.put(name, time.map(Instant::toString).orElse(null));
  }

  static void age(ObjectNode json, String name, Optional<Duration> age) {
    json.put(name, age.map(known -> Math.max(0, known.toSeconds())).orElse(null));
  }

  private static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }

  private static String lower(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }
}
