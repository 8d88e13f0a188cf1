package io.gyre.app;

import io.gyre.check.Check;
import io.gyre.check.Counterpart;
import io.gyre.check.Looks;
import io.gyre.check.Repairs;
import io.gyre.check.Replication;
import io.gyre.check.SharedBuckets;
import io.gyre.checkpoint.RouteIdentity;
import io.gyre.config.GyreConfig;
import io.gyre.map.Places;
import io.gyre.rgw.RgwChangeLog;
import io.gyre.store.KnownCopies;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.pekko.stream.ActorAttributes;
import org.apache.pekko.stream.javadsl.Sink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One comparison, on the thread of the command, the only one that may block. Writes to neither end.
 */
final class Checking {
  private static final Logger LOG = LoggerFactory.getLogger(Checking.class);

  /** Keys that differ, of which both ends are asked at once what is to be done. */
  private static final int REPAIRED_AT_ONCE = 8;

  private final CheckRequest request;
  private final GyreConfig config;
  private final Clock clock;
  private final PrintWriter out;
  private final ComparedEnds zones;
  private long inFlight;

  Checking(CheckRequest request, Clock clock, PrintWriter out) {
    this.request = request;
    this.config = request.config();
    this.clock = clock;
    this.out = out;
    this.zones = new ComparedEnds("check", config, clock);
  }

  /** Compares, and gives the exit code. */
  int run() {
    try {
      return compare(zones.route());
    } finally {
      zones.close();
    }
  }

  /** How much of what was compared differed and was being worked on. */
  long inFlight() {
    return inFlight;
  }

  private int compare(ComparedEnds.Route route) {
    Executor blocking = zones.system().dispatchers().lookup(zones.blocking());
    Optional<CheckpointReplication> known =
        CheckpointReplication.find(
            config.state(),
            route.id(),
            config.map().places(),
            new LogHeads(new RgwChangeLog(zones.source())::bucketIndexState, clock),
            blocking);
    KnownCopies copies = known.<KnownCopies>map(there -> there.copies()).orElse(KnownCopies.NONE);
    Counterpart destination = destination(copies);
    Optional<Repairing> repairing = repairing(route.id(), destination);
    try (CheckReport report = new CheckReport(request, route.names(), clock, out)) {
      check(route, destination, known.map(Replication.class::cast).orElse(Replication.UNKNOWN))
          .results()
          .mapAsync(
              REPAIRED_AT_ONCE,
              checked ->
                  repairing
                      .map(each -> each.plan(checked))
                      .orElseGet(() -> Repairing.nothing(checked)))
          .runWith(
              Sink.<Repairing.Planned>foreach(
                      planned -> {
                        report.add(planned.checked());
                        repairing.ifPresent(each -> each.queue(planned));
                      })
                  .withAttributes(ActorAttributes.dispatcher(zones.blocking())),
              zones.materializer())
          .toCompletableFuture()
          .join();
      int code = report.end();
      inFlight = report.inFlight();
      repairing.ifPresent(this::tell);
      return code;
    } finally {
      known.ifPresent(CheckpointReplication::close);
      repairing.ifPresent(Repairing::close);
    }
  }

  private Counterpart destination(KnownCopies copies) {
    Counterpart there = zones.counterpart(copies, request.prefix());
    Places places = config.map().places();
    return places.buckets().isEmpty()
        ? there
        : new SharedBuckets(
            there,
            places,
            zones.viewOfSource(request.prefix()),
            request.scope().selected(),
            zones.materializer());
  }

  /** Where the lines for each key are printed there is no room for words. */
  private void tell(Repairing repairing) {
    boolean json = request.output().format() == Output.Format.JSON;
    String said = repairing.end(json);
    if (request.combined().filter(file -> file.toString().equals("-")).isEmpty()) {
      out.println(said);
    } else {
      LOG.info("{}", said);
    }
    out.flush();
  }

  private Optional<Repairing> repairing(RouteIdentity route, Counterpart destination) {
    if (request.repair() == Repair.NONE) {
      return Optional.empty();
    }
    Repairs repairs =
        new Repairs(
            zones.sourceContents(),
            destination.contents(),
            request.scope().contents(),
            request.repair() == Repair.COPY_AND_DELETE,
            clock);
    return Optional.of(new Repairing(repairs, RepairQueue.open(config.state(), route, clock)));
  }

  private Check check(ComparedEnds.Route route, Counterpart destination, Replication replication) {
    return new Check(
        zones.viewOfSource(request.prefix()),
        destination,
        route.placements(),
        route.allowed(),
        request.scope(),
        Looks.within(request.patience()),
        zones.gate(),
        replication,
        zones::delay,
        clock,
        zones.system().dispatcher(),
        zones.materializer());
  }
}
