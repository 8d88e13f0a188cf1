package io.gyre.app;

import io.gyre.checkpoint.CheckpointStore;
import io.gyre.checkpoint.Pause;
import io.gyre.config.LimitsConfig;
import io.gyre.log.BucketName;
import io.gyre.ops.Controls;
import io.gyre.route.ReplicationSupervisor;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;

/** Tells a running route what operators want. */
final class RouteControls implements Controls {
  private final RouteParts parts;
  private final CheckpointStore store;
  private final ActorRef<ReplicationSupervisor.Command> supervisor;
  private final int mostCopies;
  private final Clock clock;

  RouteControls(
      RouteParts parts,
      CheckpointStore store,
      ActorRef<ReplicationSupervisor.Command> supervisor,
      LimitsConfig limits,
      Clock clock) {
    this.parts = parts;
    this.store = store;
    this.supervisor = supervisor;
    this.mostCopies = limits.connections();
    this.clock = clock;
  }

  @Override
  public CompletionStage<Void> pause(Optional<BucketName> bucket) {
    return parts
        .pauses()
        .pause(store, bucket, clock.instant())
        .thenRun(
            () -> {
              parts.copies().withdrawHeld();
              parts.fullPasses().withdrawHeld();
              parts.liveRounds().withdrawHeld();
            });
  }

  @Override
  public CompletionStage<Void> resume(Optional<BucketName> bucket) {
    return parts.pauses().resume(store, bucket).thenRun(this::lookForWork);
  }

  @Override
  public Optional<Pause> pausedRoute() {
    return parts.pauses().route();
  }

  @Override
  public List<Pause> pausedBuckets() {
    return parts.pauses().buckets();
  }

  @Override
  public CompletionStage<Boolean> knows(BucketName bucket) {
    return store.bucketsNamed(bucket.toString()).thenApply(known -> !known.isEmpty());
  }

  @Override
  public Limits limits() {
    return new Limits(
        parts.copies().places(), mostCopies, parts.copies().perSecond(), parts.bandwidth().limit());
  }

  @Override
  public void limit(Limits limits) {
    parts.copies().allow(limits.concurrency());
    parts.copies().pace(limits.objectsPerSecond());
    parts.bandwidth().limit(limits.bytesPerSecond());
  }

  @Override
  public void lookForWork() {
    supervisor.tell(ReplicationSupervisor.LookForWork.INSTANCE);
  }
}
