package io.gyre.app;

import io.gyre.check.Allowed;
import io.gyre.check.Check;
import io.gyre.check.Looks;
import io.gyre.check.Repairs;
import io.gyre.check.Replication;
import io.gyre.check.ZoneView;
import io.gyre.checkpoint.RouteIdentity;
import io.gyre.config.GyreConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.copy.Bandwidth;
import io.gyre.copy.FairGate;
import io.gyre.failure.Attempts;
import io.gyre.lease.WriteFence;
import io.gyre.rgw.CopyObserver;
import io.gyre.rgw.GatewayClient;
import io.gyre.rgw.LockDefaults;
import io.gyre.rgw.RgwBucketListing;
import io.gyre.rgw.RgwBucketOperations;
import io.gyre.rgw.RgwChangeLog;
import io.gyre.rgw.RgwContents;
import io.gyre.rgw.RgwMetadataStore;
import io.gyre.s3.S3Client;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.ActorAttributes;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One comparison, on the thread of the command, the only one that may block. Writes to neither
 * zone.
 */
final class Checking {
  private static final String BLOCKING = "pekko.actor.default-blocking-io-dispatcher";

  private static final Logger LOG = LoggerFactory.getLogger(Checking.class);

  /** Keys that differ, of which both ends are asked at once what is to be done. */
  private static final int REPAIRED_AT_ONCE = 8;

  private final CheckRequest request;
  private final GyreConfig config;
  private final Clock clock;
  private final PrintWriter out;
  private final ActorSystem system = ActorSystem.create("check");
  private final Materializer materializer = SystemMaterializer.get(system).materializer();
  private final GatewayClient source;
  private final GatewayClient destination;
  private final ObjectClients clients;

  Checking(CheckRequest request, Clock clock, PrintWriter out) {
    this.request = request;
    this.config = request.config();
    this.clock = clock;
    this.out = out;
    this.source = gateway("source", config.source());
    this.destination = gateway("destination", config.destination());
    this.clients =
        ObjectClients.create(
            config,
            source.endpoints(),
            destination.endpoints(),
            clock,
            WriteFence.shut(),
            new Bandwidth(config.limits().connections(), System::nanoTime));
  }

  private GatewayClient gateway(String end, ZoneConfig zone) {
    return GatewayClient.guarded(system, end, zone, config.timeouts(), clock, WriteFence.shut());
  }

  /** Compares, and gives the exit code. */
  int run() {
    try {
      Ends.Known ends =
          new Ends(config, this::delay, Optional.of(clock.instant()))
              .identify(source, destination)
              .toCompletableFuture()
              .join();
      source.serves(ends.source());
      destination.serves(ends.destination());
      return compare(ends);
    } finally {
      clients.close();
      system.terminate();
    }
  }

  private int compare(Ends.Known ends) {
    Optional<CheckpointReplication> known =
        CheckpointReplication.find(
            config.state(),
            new RouteIdentity(ends.source().zoneId(), ends.destination().zoneId()),
            new LogHeads(new RgwChangeLog(source)::bucketIndexState, clock),
            system.dispatchers().lookup(BLOCKING));
    Optional<Repairing> repairing = repairing(ends);
    try (CheckReport report = new CheckReport(request, ends, clock, out)) {
      check(ends, known.map(Replication.class::cast).orElse(Replication.UNKNOWN))
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
                  .withAttributes(ActorAttributes.dispatcher(BLOCKING)),
              materializer)
          .toCompletableFuture()
          .join();
      int code = report.end();
      repairing.ifPresent(this::tell);
      return code;
    } finally {
      known.ifPresent(CheckpointReplication::close);
      repairing.ifPresent(Repairing::close);
    }
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

  private Optional<Repairing> repairing(Ends.Known ends) {
    if (request.repair() == Repair.NONE) {
      return Optional.empty();
    }
    RouteIdentity route = new RouteIdentity(ends.source().zoneId(), ends.destination().zoneId());
    Repairs repairs =
        new Repairs(
            new RgwContents(clients.source(), CopyObserver.NONE),
            new RgwContents(clients.destination(), CopyObserver.NONE),
            request.scope().contents(),
            request.repair() == Repair.COPY_AND_DELETE,
            clock);
    return Optional.of(new Repairing(repairs, RepairQueue.open(config.state(), route, clock)));
  }

  private Check check(Ends.Known ends, Replication replication) {
    return new Check(
        view(source, clients.source()),
        view(destination, clients.destination()),
        ends.destination().placements(),
        new Allowed(ends.destination().storageClasses(), config.fallbackOwner()),
        request.scope(),
        Looks.within(request.patience()),
        new FairGate(
            config.limits().objectsInFlight(),
            config.limits().bytesInFlight().bytes(),
            system.dispatcher()),
        replication,
        this::delay,
        clock,
        system.dispatcher(),
        materializer);
  }

  private ZoneView view(GatewayClient gateway, S3Client objects) {
    return new ZoneView(
        new RgwMetadataStore(gateway),
        new RgwBucketOperations(objects, new LockDefaults(objects), key -> false)::lockDefault,
        new RgwBucketListing(gateway, request.prefix()),
        new RgwContents(objects, CopyObserver.NONE),
        new Attempts(
            RouteAssembly.retries(config.retry()),
            this::delay,
            () -> ThreadLocalRandom.current().nextDouble()));
  }

  private CompletionStage<Void> delay(Duration time) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    system.scheduler().scheduleOnce(time, () -> over.complete(null), system.dispatcher());
    return over;
  }
}
