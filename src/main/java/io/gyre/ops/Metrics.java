package io.gyre.ops;

import io.gyre.checkpoint.BucketState.Standing;
import io.gyre.checkpoint.LogKind;
import io.gyre.checkpoint.Phase;
import io.gyre.copy.CopyOutcome;
import io.gyre.copy.FairGate;
import io.gyre.ops.PoolGauge.Connections;
import io.gyre.route.RouteLag;
import io.gyre.route.RouteStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The route in numbers for Prometheus. A number that is not known is NaN, never 0. Labels are of
 * the route, its zones and kinds of things, never of a bucket or an object, so that there are as
 * many time series for ten buckets as for ten thousand.
 */
final class Metrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final OperatedRoute route;
  private volatile Optional<RouteView> view = Optional.empty();

  Metrics(OperatedRoute route) {
    this.route = route;
    info();
    lag();
    state();
    counters();
    gates();
    control();
    route.pools().forEach(this::pool);
    gate("copies", route.copies());
    gate("full_passes", route.fullPasses());
    gate("live_rounds", route.liveRounds());
  }

  /** As Prometheus reads it. */
  String scrape() {
    return registry.scrape();
  }

  /** From now on the numbers are these; none is known when it is empty. */
  void show(Optional<RouteView> now) {
    view = now;
  }

  private void info() {
    live(
        "gyre.route.info",
        "The route that is replicated",
        Tags.of("source_zone", route.source(), "destination_zone", route.destination()),
        () -> 1);
  }

  private void lag() {
    for (LogKind kind : LogKind.values()) {
      Tags log = Tags.of("log", lower(kind));
      gauge(
          "gyre.lag",
          "seconds",
          "Age of the oldest change that is not applied; NaN while it is not known",
          log,
          now -> seconds(part(now.lag(), kind).age(now.time())));
      gauge(
          "gyre.poll.round.age",
          "seconds",
          "Age of the last complete round of polls, as of which the lag is known",
          log,
          now -> seconds(age(part(now.lag(), kind).asOf(), now.time())));
      gauge(
          "gyre.log.shards.failing",
          "",
          "Log shards of the source whose last read failed",
          log,
          now -> part(now.lag(), kind).failing());
    }
  }

  private static RouteLag.Part part(RouteLag lag, LogKind kind) {
    return kind == LogKind.DATA ? lag.data() : lag.metadata();
  }

  private void state() {
    for (Phase phase : Phase.values()) {
      gauge(
          "gyre.bucket.shards",
          "",
          "Bucket shards by phase",
          Tags.of("phase", lower(phase)),
          now -> now.facts().shards().byPhase().getOrDefault(phase, 0));
    }
    for (Standing standing : Standing.values()) {
      gauge(
          "gyre.buckets",
          "",
          "Buckets by whether they are followed, and why not",
          Tags.of("standing", lower(standing)),
          now -> now.facts().buckets().getOrDefault(standing, 0));
    }
    gauge(
        "gyre.bucket.shards.changed",
        "",
        "Bucket shards that are followed and have changes waiting",
        Tags.empty(),
        now -> now.lag().changed());
    gauge(
        "gyre.bucket.shards.to.copy",
        "",
        "Bucket shards that are still to be copied, or compared, in full",
        Tags.empty(),
        now -> now.lag().copying());
    gauge(
        "gyre.metadata.comparison",
        "",
        "Whether all users and buckets are being compared (1), or not (0)",
        Tags.empty(),
        now -> now.lag().comparingMetadata() ? 1 : 0);
    gauge(
        "gyre.entries.waiting",
        "",
        "Entries of bucket index logs that were read and are not done",
        Tags.empty(),
        RouteView::waiting);
    gauge(
        "gyre.users",
        "",
        "Users at the destination that are ours",
        Tags.empty(),
        now -> now.facts().users());
    gauge(
        "gyre.refused",
        "",
        "Buckets, users and parts of them that stay different for good, see gyre status",
        Tags.empty(),
        now -> now.facts().refused());
    gauge(
        "gyre.parked.entries",
        "",
        "Entries that failed too often for now",
        Tags.empty(),
        now -> now.facts().parked());
    gauge(
        "gyre.parked.oldest.age",
        "seconds",
        "Since when the oldest parked entry has been parked; NaN when none is",
        Tags.empty(),
        now -> seconds(age(now.facts().parkedSince(), now.time())));
  }

  private void counters() {
    for (CopyOutcome outcome : CopyOutcome.values()) {
      counter(
          "gyre.entries",
          "",
          "Entries of logs and listings that got their outcome",
          Tags.of("outcome", lower(outcome)),
          now -> now.of(outcome));
    }
    counter(
        "gyre.copied",
        "bytes",
        "Bytes of objects that were copied",
        Tags.empty(),
        RouteStatistics.Snapshot::bytes);
    counter(
        "gyre.log.gaps",
        "",
        "Logs that were found trimmed under us",
        Tags.empty(),
        RouteStatistics.Snapshot::gaps);
    counter(
        "gyre.rounds.failed",
        "",
        "Rounds of bucket shards that failed as a whole",
        Tags.empty(),
        RouteStatistics.Snapshot::failedRounds);
    loss("grants", RouteStatistics.Snapshot::grantsDropped);
    loss("owners", RouteStatistics.Snapshot::ownersReplaced);
    loss("storage_classes", RouteStatistics.Snapshot::storageClassesLost);
    loss("block_public_acls", RouteStatistics.Snapshot::blockPublicAclsLost);
    counter(
        "gyre.encodings.unknown",
        "",
        "Attributes that took one more request, because another release encoded them",
        Tags.empty(),
        RouteStatistics.Snapshot::encodingsUnknown);
  }

  private void loss(String kind, ToLongFunction<RouteStatistics.Snapshot> count) {
    counter("gyre.losses", "", "What copies could not keep, by kind", Tags.of("kind", kind), count);
  }

  private void gates() {
    gauge(
        "gyre.limit.objects",
        "",
        "Copies that may begin a second; NaN without a limit",
        Tags.empty(),
        now -> {
          var limit = route.controls().limits().objectsPerSecond();
          return limit.isPresent() ? limit.getAsInt() : Double.NaN;
        });
    gauge(
        "gyre.limit.bandwidth",
        "bytes",
        "Bytes of objects that may be read a second; NaN without a limit",
        Tags.empty(),
        now -> {
          var limit = route.controls().limits().bytesPerSecond();
          return limit.isPresent() ? (double) limit.getAsLong() : Double.NaN;
        });
  }

  private void gate(String name, FairGate gate) {
    Tags tags = Tags.of("kind", name);
    live("gyre.operations.running", "Operations under way", tags, gate::taken);
    live("gyre.operations.waiting", "Operations that wait for a place", tags, gate::waiting);
    live("gyre.operations.limit", "Operations that may be under way", tags, gate::places);
  }

  private void control() {
    live(
        "gyre.paused",
        "Whether an operator has paused the route (1), or not (0)",
        Tags.empty(),
        () -> route.controls().pausedRoute().isPresent() ? 1 : 0);
    live(
        "gyre.paused.buckets",
        "Buckets that operators have paused",
        Tags.empty(),
        () -> route.controls().pausedBuckets().size());
    live(
        "gyre.lease.held",
        "Whether the destination's lease is held (1), or not (0)",
        Tags.empty(),
        () -> route.fence().admits() ? 1 : 0);
  }

  private void pool(PoolGauge pool) {
    Tags zone = Tags.of("zone", pool.zone());
    live(
        "gyre.http.connections.open",
        "Connections for objects",
        zone,
        () -> connections(pool, Connections::open));
    live(
        "gyre.http.connections.used",
        "Connections for objects with a request on them",
        zone,
        () -> connections(pool, Connections::used));
    live(
        "gyre.http.requests.waiting",
        "Requests for objects that wait for a connection",
        zone,
        () -> connections(pool, Connections::waiting));
    live(
        "gyre.admin.requests.running",
        "Requests to the admin API without an answer",
        zone,
        () -> pool.admin().getAsInt());
  }

  private static double connections(PoolGauge pool, ToDoubleFunction<Connections> number) {
    return pool.objects().get().map(number::applyAsDouble).orElse(Double.NaN);
  }

  private void gauge(
      String name, String unit, String help, Tags tags, ToDoubleFunction<RouteView> value) {
    Gauge.Builder<?> gauge =
        Gauge.builder(name, () -> view.map(value::applyAsDouble).orElse(Double.NaN))
            .description(help)
            .tags(tags);
    (unit.isEmpty() ? gauge : gauge.baseUnit(unit)).register(registry);
  }

  private interface Now {
    double value();
  }

  private void live(String name, String help, Tags tags, Now now) {
    Gauge.builder(name, now::value).description(help).tags(tags).register(registry);
  }

  private void counter(
      String name,
      String unit,
      String help,
      Tags tags,
      ToLongFunction<RouteStatistics.Snapshot> count) {
    FunctionCounter.Builder<RouteStatistics> counter =
        FunctionCounter.builder(
                name, route.statistics(), all -> (double) count.applyAsLong(all.snapshot()))
            .description(help)
            .tags(tags);
    (unit.isEmpty() ? counter : counter.baseUnit(unit)).register(registry);
  }

  private static Optional<Duration> age(Optional<Instant> since, Instant now) {
    return since.map(time -> Duration.between(time, now));
  }

  private static double seconds(Optional<Duration> age) {
    return age.map(known -> Math.max(0, known.toMillis() / 1000.0)).orElse(Double.NaN);
  }

  private static String lower(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }
}
