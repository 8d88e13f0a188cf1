package io.gyre.route;

import static io.gyre.route.Entries.bucketShard;
import static io.gyre.route.Entries.changed;
import static io.gyre.route.Entries.fresh;
import static io.gyre.route.Entries.listed;
import static io.gyre.route.Entries.metadata;
import static io.gyre.route.Entries.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.Phase;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

/** A route, or a bucket of it, that an operator pauses and resumes. */
class PauseTest extends SupervisorFixture {
  private static final BucketShard MUSIC = bucketShard("music");
  private static final Optional<BucketName> ROUTE = Optional.empty();
  private static final Optional<BucketName> BUCKET = Optional.of(PHOTOS.instance().bucket());
  private static final Duration WHILE = Duration.ofSeconds(30);

  @Test
  void aPausedRouteCopiesNothingButReadsItsLogsSoThatItsLagStaysKnown() {
    know(PHOTOS, Phase.INCREMENTAL);
    ActorRef<ReplicationSupervisor.Command> supervisor = start(true);
    route.advance(SECOND);
    route.pause(ROUTE);
    Instant changed = now();
    change(PHOTOS, 2, "new");
    route.log.metadata(0).add(metadata(1, "user", "alice", changed));
    route.advance(WHILE);
    assertThat(route.objects.relayed).isEmpty();
    assertThat(route.metadata.applied).isEmpty();
    assertThat(route.lag().data().age(now())).contains(WHILE);
    assertThat(route.lag().metadata().age(now())).contains(WHILE);
    assertThat(asOfAge()).as("the logs are read").isLessThan(Duration.ofSeconds(2));

    route.resume(ROUTE);
    route.tell(supervisor, ReplicationSupervisor.LookForWork.INSTANCE);
    assertThat(route.objects.relayed).containsExactly("new");
    route.advance(SECOND);
    assertThat(route.metadata.applied).contains("user/alice");
    assertThat(route.lag().age(now())).contains(Duration.ZERO);
  }

  @Test
  void whatIsBeingCopiedIsFinishedAndCopiedOnce() {
    for (int i = 10; i < 30; i++) {
      route.log.list(PHOTOS, listed("k" + i));
      route.objects.of("k" + i).hold();
    }
    route.save(
        new Change.BucketSeen(Entries.bucket(PHOTOS.instance())),
        new Change.ShardDiscovered(fresh(PHOTOS)));
    ActorRef<ReplicationSupervisor.Command> supervisor = start(true);
    route.advance(SECOND);
    List<String> underWay = List.copyOf(route.objects.relayed);
    assertThat(underWay).hasSize(4);

    route.pause(BUCKET);
    release();
    route.advance(WHILE);
    assertThat(route.objects.relayed).isEqualTo(underWay);
    assertThat(route.state(PHOTOS).orElseThrow().listing().key()).as("recorded").isEqualTo("k13");

    route.resume(BUCKET);
    route.tell(supervisor, ReplicationSupervisor.LookForWork.INSTANCE);
    route.advance(SECOND);
    assertThat(route.objects.relayed).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void aPausedBucketGivesItsPlacesToOthersAndKeepsItsLag() {
    List<BucketShard> shards = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      BucketShard shard = new BucketShard(PHOTOS.instance(), i);
      shards.add(shard);
      know(shard, Phase.INCREMENTAL);
      route.log.index(shard).add(write(2, "of" + i, TestClock.START));
      route.save(new Change.Dirty(shard, 0, TestClock.START));
      route.objects.of("of" + i).hold();
    }
    know(MUSIC, Phase.INCREMENTAL);
    start(true);
    route.advance(SECOND);
    assertThat(route.objects.relayed).hasSize(4);
    route.pause(BUCKET);
    for (int i = 0; i < 9; i++) {
      route.objects.of("of" + i).release();
    }
    route.settle();

    change(MUSIC, 2, "song");
    route.advance(WHILE);

    assertThat(route.objects.relayed).hasSize(5).contains("song");
    assertThat(shards).allMatch(route::isDirty);
    assertThat(route.lag().data().since()).contains(TestClock.START);
  }

  /** Since it was read last, not since it was marked first. */
  @Test
  void theLagOfAPausedBucketThatWasCaughtUpBeginsThen() {
    know(PHOTOS, Phase.INCREMENTAL);
    route.log.index(PHOTOS).add(write(2, "new", TestClock.START));
    route.save(new Change.Dirty(PHOTOS, 0, TestClock.START.minusSeconds(3600)));
    start(true);
    route.advance(Duration.ofSeconds(3));
    Instant paused = now();
    route.pause(BUCKET);
    route.advance(WHILE);

    assertThat(route.lag().data().since().orElseThrow()).isBetween(paused.minusSeconds(1), paused);
  }

  @Test
  void aPauseOutlastsTheProcess() {
    know(PHOTOS, Phase.INCREMENTAL);
    route.pause(BUCKET);
    route.pause(ROUTE);
    Pauses loaded = new Pauses();

    loaded.load(route.checkpoints).toCompletableFuture().join();

    assertThat(loaded.route()).hasValueSatisfying(it -> assertThat(it.since()).isEqualTo(now()));
    assertThat(loaded.buckets()).hasSize(1);
    assertThat(loaded.hold("photos")).isTrue();
    loaded.resume(route.checkpoints, ROUTE).toCompletableFuture().join();
    assertThat(loaded.hold("photos")).isTrue();
    assertThat(loaded.hold("music")).isFalse();
  }

  @Test
  void neitherAComparisonOfUsersAndBucketsNorASweepBeginsMeanwhile() {
    know(PHOTOS, Phase.INCREMENTAL);
    route.pause(ROUTE);
    start(false);
    route.advance(WHILE);
    assertThat(route.metadata.passesBegun).hasValue(0);
    assertThat(route.lag().age(now())).isEmpty();

    route.resume(ROUTE);
    route.advance(SECOND);
    assertThat(route.metadata.passesBegun).hasValue(1);
  }

  private void change(BucketShard shard, int number, String key) {
    route.log.index(shard).add(write(number, key, now()));
    route.log.data(0).add(changed(number, shard, now()));
  }

  private void release() {
    for (int i = 10; i < 30; i++) {
      route.objects.of("k" + i).release();
    }
    route.settle();
  }

  private Instant now() {
    return route.clock.instant();
  }

  private Duration asOfAge() {
    return Duration.between(route.lag().data().asOf().orElseThrow(), now());
  }
}
