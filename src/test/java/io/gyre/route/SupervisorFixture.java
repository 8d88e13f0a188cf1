package io.gyre.route;

import static io.gyre.route.Entries.bucketShard;
import static io.gyre.route.Entries.followed;
import static io.gyre.route.Entries.fresh;
import static io.gyre.route.Entries.marker;
import static io.gyre.route.Entries.write;

import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.LogKind;
import io.gyre.checkpoint.LogShardState;
import io.gyre.checkpoint.Phase;
import io.gyre.log.BucketShard;
import io.gyre.log.MetadataLogState;
import io.gyre.log.Watermark;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;

/** A supervisor of a route, among fakes. */
abstract class SupervisorFixture {
  static final BucketShard PHOTOS = bucketShard("photos");
  static final Duration SECOND = Duration.ofSeconds(1);
  static final Duration SWEEP = Duration.ofMinutes(5);

  final TestInbox<Done> done = TestInbox.create();
  RouteFixture route = new RouteFixture();

  @AfterEach
  void end() {
    route.close();
  }

  void once() {
    route.close();
    route = new RouteFixture(true);
  }

  void awaitDone(ActorRef<ReplicationSupervisor.Command> supervisor) {
    route.tell(supervisor, new ReplicationSupervisor.AwaitDone(done.getRef()));
  }

  ActorRef<ReplicationSupervisor.Command> start(boolean metadataDone) {
    RouteStart.Plan plan = planOf("p", metadataDone);
    return route.spawn(
        ReplicationSupervisor.create(
            route.services,
            plan,
            () -> CompletableFuture.completedFuture(planOf(route.log.period, metadataDone)),
            new ReplicationSupervisor.Intervals(SWEEP, Duration.ofMinutes(10))));
  }

  private static RouteStart.Plan planOf(String period, boolean metadataDone) {
    return new RouteStart.Plan(
        1,
        Optional.of(new MetadataLogState(1, period)),
        metadataDone,
        new Change.Fact(RouteStart.METADATA_DONE, period));
  }

  /** A bucket of one shard whose log has one entry, done. */
  void know(BucketShard shard, Phase phase) {
    route.log.index(shard).add(write(1, "old"));
    route.heads.put(shard, marker(1));
    route.save(
        new Change.BucketSeen(Entries.bucket(shard.instance())),
        new Change.ShardMoved(
            phase == Phase.INCREMENTAL
                ? followed(shard, Watermark.at(marker(1)))
                : fresh(shard).park(phase)));
  }

  void saveMetadataLog(Watermark reached) {
    route.save(
        new Change.LogShardMoved(
            LogShardState.of(LogKind.METADATA, 0, "p", reached, route.clock.instant())));
  }
}
