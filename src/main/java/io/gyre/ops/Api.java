package io.gyre.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

/** What can be read of the route. Stages fail with {@link Refused} while none runs. */
final class Api {
  /** Parked entries in one answer. */
  static final int MAX_PARKED = 1000;

  private final OperatedProcess process;
  private final Health health;

  Api(OperatedProcess process, Health health) {
    this.process = process;
    this.health = health;
  }

  /** What is running, and how it goes; also while no route runs. */
  CompletionStage<ObjectNode> status() {
    CompletionStage<ObjectNode> about = health.reasons().thenApply(this::about);
    return process.views().isEmpty()
        ? about
        : about.thenCombine(
            views().whole(),
            (json, view) -> {
              route(json, views().route(), view);
              return json;
            });
  }

  /** How far behind the destination is. */
  CompletionStage<ObjectNode> lag() {
    return views()
        .whole()
        .thenApply(
            view -> {
              ObjectNode json = timed(view.time());
              json.setAll(ViewJson.lag(view.lag(), view.time()));
              return json;
            });
  }

  /** Buckets, the worst first. */
  CompletionStage<ObjectNode> buckets(int limit) {
    Instant now = process.now();
    return views()
        .buckets()
        .thenApply(
            lines ->
                timed(now)
                    .set("buckets", ViewJson.buckets(lines.stream().limit(limit).toList(), now)));
  }

  /** All log shards. */
  CompletionStage<ObjectNode> shards() {
    Instant now = process.now();
    return views()
        .logShards()
        .thenApply(lines -> timed(now).set("log_shards", ViewJson.logShards(lines, now)));
  }

  /**
   * Parked entries, oldest first.
   *
   * @param after number of the last one before them; 0: from the first
   */
  CompletionStage<ObjectNode> parked(long after, int limit) {
    return views()
        .parked(after, limit)
        .thenApply(items -> timed(process.now()).set("parked", ViewJson.parked(items)));
  }

  /** What doctor found the last time that this process ran it. */
  ObjectNode doctor() {
    return process
        .diagnosis()
        .orElseThrow(
            () ->
                new Refused(503, "doctor has not been run yet; soon after the start, then hourly"));
  }

  private Views views() {
    return process.running();
  }

  private static ObjectNode timed(Instant time) {
    return ViewJson.object().put("time", time.toString());
  }

  private ObjectNode about(List<String> notReady) {
    Instant now = process.now();
    ObjectNode json = timed(now);
    json.put("version", process.version());
    json.put("process", ProcessHandle.current().pid());
    json.put("uptime_seconds", Duration.between(process.started(), now).toSeconds());
    json.put("state", process.state().toString());
    json.put("stage", process.stage().name().toLowerCase(Locale.ROOT));
    json.put("ready", notReady.isEmpty());
    notReady.forEach(json.putArray("not_ready")::add);
    return json;
  }

  private static void route(ObjectNode json, OperatedRoute route, RouteView view) {
    json.putObject("source").put("zone", route.source()).put("id", route.zones().sourceZone());
    json.putObject("destination")
        .put("zone", route.destination())
        .put("id", route.zones().destinationZone());
    json.set("lag", ViewJson.lag(view.lag(), view.time()));
    json.set("counts", ViewJson.counts(view.counts()));
    json.set("speed", ViewJson.speed(view.speed()));
    ViewJson.facts(json, view.facts(), view.time());
    ObjectNode gates = json.putObject("in_flight");
    gates.set("copies", ViewJson.gate(route.copies()));
    gates.set("full_passes", ViewJson.gate(route.fullPasses()));
    gates.set("live_rounds", ViewJson.gate(route.liveRounds()));
    json.setAll(ViewJson.pauses(route.controls()));
    json.set("limits", ViewJson.limits(route.controls().limits()));
  }
}
