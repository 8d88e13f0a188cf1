package io.gyre.app;

import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.CheckpointStore;
import io.gyre.config.GyreConfig;
import io.gyre.lease.Lease;
import io.gyre.lease.LeaseKeeper;
import io.gyre.lease.LeaseTimes;
import io.gyre.lease.WriteFence;
import io.gyre.metadata.ZoneFacts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The destination's lease of a route: held from before the first write to after the last one. */
final class RouteLease implements LeaseKeeper.Owner {
  private static final Logger LOG = LoggerFactory.getLogger(RouteLease.class);

  /** The fact that names this state to the destination. */
  private static final String HOLDER = "lease-holder";

  private static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(6);
  private static final Duration FOREVER = Duration.ofDays(20);

  private final Destination destination;
  private final ZoneFacts source;
  private final String name;
  private final ActorSystem<?> system;
  private final Clock clock;
  private final WriteFence fence;
  private final LeaseTimes times;
  private final CompletableFuture<Done> held = new CompletableFuture<>();
  private final CompletableFuture<Done> taken = new CompletableFuture<>();
  private volatile Optional<ActorRef<LeaseKeeper.Command>> keeper = Optional.empty();

  /**
   * @param name of the destination
   */
  RouteLease(
      GyreConfig config,
      Destination destination,
      ZoneFacts source,
      String name,
      ActorSystem<?> system,
      Clock clock,
      WriteFence fence) {
    this.destination = destination;
    this.source = source;
    this.name = name;
    this.system = system;
    this.clock = clock;
    this.fence = fence;
    this.times = LeaseTimes.of(config.timeouts().lease());
  }

  /** Takes the lease; fails with {@link RouteRefused} when another Gyre has it. */
  CompletionStage<Done> hold(CheckpointStore store, Optional<Instant> giveUpAt) {
    Duration patience = giveUpAt.map(at -> Duration.between(clock.instant(), at)).orElse(FOREVER);
    return store
        .facts()
        .thenCompose(
            facts -> {
              String id =
                  Optional.ofNullable(facts.get(HOLDER))
                      .orElseGet(() -> UUID.randomUUID().toString());
              return store
                  .save(Change.of(new Change.Fact(HOLDER, id)))
                  .thenCompose(saved -> keep(id));
            })
        .toCompletableFuture()
        .orTimeout(Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(explain(failure)));
  }

  private CompletionStage<Done> keep(String id) {
    Lease lease = destination.lease(source, host() + "/" + id, times.length().dividedBy(6));
    keeper =
        Optional.of(
            system.systemActorOf(
                LeaseKeeper.create(lease, times, fence, this), "lease", Props.empty()));
    return held;
  }

  /** So that a copy of the state on another machine is another holder, and people know whom. */
  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown-host";
    }
  }

  private static Throwable explain(Throwable failure) {
    return failure instanceof TimeoutException
        ? new RouteRefused(
            ExitCode.UNREACHABLE, "destination: its lease could not be had in time: giving up")
        : failure;
  }

  /** Fails with {@link RouteRefused} when another Gyre got the lease after this one had it. */
  CompletionStage<Done> taken() {
    return taken;
  }

  @Override
  public void held(boolean supported) {
    if (!supported) {
      LOG.warn("destination: {}", destination.withoutLease());
    }
    held.complete(Done.getInstance());
  }

  @Override
  public void refused() {
    RouteRefused atStart = new RouteRefused(ExitCode.CONFIGURATION, "not started: " + holder());
    if (!held.completeExceptionally(atStart)) {
      taken.completeExceptionally(
          new RouteRefused(ExitCode.UNREACHABLE, "ended, because the lease was lost: " + holder()));
    }
  }

  private String holder() {
    return "destination: another Gyre, with another state directory, replicates zone "
        + source.zoneName()
        + " to "
        + name
        + " and renews its lease of this route. The lease lapses "
        + times.length().toSeconds()
        + " s after that Gyre has ended without an orderly stop, and at once after an orderly one. "
        + destination.leaseHolder(source);
  }

  /** Gives the lease back, so that the next one need not wait. */
  CompletionStage<Done> release() {
    return keeper
        .map(
            actor ->
                AskPattern.<LeaseKeeper.Command, Done>ask(
                    actor, LeaseKeeper.Release::new, RELEASE_TIMEOUT, system.scheduler()))
        .orElse(CompletableFuture.completedFuture(Done.getInstance()))
        .exceptionally(
            failure -> {
              LOG.warn("destination: its lease was not given back: {}", failure.getMessage());
              return Done.getInstance();
            });
  }
}
