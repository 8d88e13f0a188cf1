package io.gyre.route;

import static io.gyre.route.Entries.bucketShard;
import static io.gyre.route.Entries.changed;
import static io.gyre.route.Entries.doneTo;
import static io.gyre.route.Entries.followed;
import static io.gyre.route.Entries.fresh;
import static io.gyre.route.Entries.listed;
import static io.gyre.route.Entries.marker;
import static io.gyre.route.Entries.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.checkpoint.BucketShardState;
import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.CheckpointException;
import io.gyre.checkpoint.LogKind;
import io.gyre.checkpoint.Phase;
import io.gyre.log.BucketIndexEntry.Op;
import io.gyre.log.BucketShard;
import io.gyre.log.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DataShardActorTest {
  private static final BucketShard PHOTOS = bucketShard("photos");

  /** Longer than a followed bucket shard is watched after its last change. */
  private static final Duration UNTIL_IDLE = Duration.ofSeconds(8);

  private final RouteFixture route = new RouteFixture();

  @AfterEach
  void end() {
    route.close();
  }

  @Test
  void whatIsDirtyIsWorkedOnUntilItIsQuietAndThenNoLongerMarked() {
    follow(PHOTOS);
    route.log.index(PHOTOS).add(write(2, "new"));
    start();

    assertThat(route.objects.relayed).containsExactly("new");
    assertThat(route.isDirty(PHOTOS)).isTrue();
    route.advance(UNTIL_IDLE);

    assertThat(route.isDirty(PHOTOS)).isFalse();
    int reads = route.log.timesOf("index").size();
    route.advance(UNTIL_IDLE);
    assertThat(route.log.timesOf("index")).hasSize(reads);
  }

  @Test
  void whatWasMarkedBeforeTheStartIsBehindUntilItsLogHasBeenReadToItsEnd() {
    follow(PHOTOS);
    route.log.index(PHOTOS).add(write(2, "new"));
    route.objects.of("new").hold();
    Instant marked = route.clock.instant();
    ActorRef<DataShardActor.Command> actor = start();
    route.advance(Duration.ofSeconds(1));
    assertLag(0, 1, Optional.of(marked));

    route.objects.of("new").release();
    route.advance(Duration.ofMillis(500));
    assertThat(route.isDirty(PHOTOS)).as("it is still watched").isTrue();
    assertLag(0, 0, Optional.empty());

    route.log.index(PHOTOS).add(write(3, "newer", route.clock.instant()));
    route.objects.of("newer").hold();
    Instant announced = route.clock.instant();
    route.tell(actor, new DataShardActor.Announce(PHOTOS, announced));
    assertLag(0, 1, Optional.of(announced)); // since then, not since the mark
    route.objects.of("newer").release();
    route.advance(UNTIL_IDLE);
    assertLag(0, 0, Optional.empty());

    route.save(new Change.Dirty(PHOTOS, 0, announced));
    assertLag(0, 1, Optional.of(announced)); // nobody works on it
  }

  @Test
  void aFirstCopyIsLagUntilItIsDone() {
    route.log.list(PHOTOS, listed("a"));
    route.objects.of("a").hold();
    route.save(new Change.ShardDiscovered(fresh(PHOTOS)));
    start();
    assertLag(1, 0, Optional.empty());

    route.objects.of("a").release();
    route.settle();

    assertLag(0, 0, Optional.empty());
  }

  @Test
  void aNewOneThatNothingAnnouncedIsLeftAloneOnceItsLogWasRead() {
    BucketShard quiet = bucketShard("quiet");
    route.log.list(quiet, listed("b"));
    route.log.list(PHOTOS, listed("a"));
    route.save(new Change.ShardDiscovered(fresh(quiet)));
    route.save(
        new Change.ShardDiscovered(fresh(PHOTOS)),
        new Change.Dirty(PHOTOS, 0, route.clock.instant()));
    start();
    route.settle();

    assertThat(route.objects.relayed).contains("a", "b");
    assertThat(route.isDirty(quiet)).isFalse();
    assertThat(route.isDirty(PHOTOS)).as("was announced: it is watched").isTrue();
  }

  @Test
  void noMoreBucketShardsAreAtWorkThanThereIsRoomFor() {
    for (int i = 0; i < 6; i++) {
      follow(bucketShard("b" + i));
      route.log.index(bucketShard("b" + i)).add(write(2, "of-b" + i));
    }
    start();

    assertThat(route.objects.relayed).hasSize(4);
    route.advance(UNTIL_IDLE);

    assertThat(route.objects.relayed).hasSize(6);
  }

  @Test
  void thoseThatAreNeverQuietGiveWayToThoseThatWait() {
    List<BucketShard> all = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      all.add(bucketShard("b" + i));
      follow(bucketShard("b" + i));
    }
    start();
    for (int entry = 2; entry < 40; entry++) {
      for (BucketShard one : all) {
        route.log.index(one).add(write(entry, "of-" + one + "-" + entry));
      }
      route.advance(Duration.ofSeconds(2));
    }

    for (BucketShard one : all) {
      assertThat(route.isDirty(one)).isTrue();
      assertThat(route.objects.relayed)
          .as("changes in its middle and near its end")
          .contains("of-" + one + "-15", "of-" + one + "-36");
    }
  }

  @Test
  void manyThatHaveWaitedAreSoonDoneAndComeToRest() {
    for (int i = 0; i < 12; i++) {
      follow(bucketShard("b" + i));
      route.log.index(bucketShard("b" + i)).add(write(2, "of-b" + i));
    }
    start();

    route.advance(Duration.ofSeconds(3));
    assertThat(route.objects.relayed).as("all have had a turn").hasSize(12);

    route.advance(UNTIL_IDLE.multipliedBy(2));
    for (int i = 0; i < 12; i++) {
      assertThat(route.isDirty(bucketShard("b" + i))).isFalse();
    }
  }

  @Test
  void fullPassesTakeAtMostHalfOfTheRoom() {
    for (int i = 0; i < 4; i++) {
      BucketShard large = bucketShard("large" + i);
      route.log.list(large, listed("of-large" + i));
      route.objects.of("of-large" + i).hold();
      route.save(new Change.ShardDiscovered(fresh(large)));
    }
    ActorRef<DataShardActor.Command> actor = start();
    assertThat(route.objects.relayed).containsExactlyInAnyOrder("of-large0", "of-large1");

    follow(PHOTOS);
    route.log.index(PHOTOS).add(write(2, "live"));
    route.tell(actor, DataShardActor.LookForWork.INSTANCE);

    assertThat(route.objects.relayed).hasSize(3).contains("live");
  }

  @Test
  void aFullPassThatEndsMakesRoomForTheNext() {
    for (int i = 0; i < 3; i++) {
      BucketShard large = bucketShard("large" + i);
      route.log.list(large, listed("of-large" + i));
      route.objects.of("of-large" + i).hold();
      route.save(new Change.ShardDiscovered(fresh(large)));
    }
    start();
    route.objects.of("of-large0").release();

    route.settle();
    route.advance(Duration.ofMillis(200));

    assertThat(route.objects.relayed).contains("of-large2");
  }

  @Test
  void whatTheLogAnnouncesIsWorkedOnAtOnce() {
    follow(PHOTOS);
    route.save(new Change.Clean(PHOTOS));
    start();
    route.advance(Duration.ofSeconds(1));
    assertThat(route.log.timesOf("index")).isEmpty();

    route.log.index(PHOTOS).add(write(2, "new"));
    route.log.data(0).add(changed(1, PHOTOS));
    route.advance(Duration.ofSeconds(2));

    assertThat(route.objects.relayed).containsExactly("new");
  }

  @Test
  void theMarkStaysWhileChangesAreAnnounced() {
    follow(PHOTOS);
    ActorRef<DataShardActor.Command> actor = start();
    for (int i = 0; i < 5; i++) {
      route.advance(Duration.ofSeconds(4));
      route.tell(actor, new DataShardActor.Announce(PHOTOS, route.clock.instant()));
      assertThat(route.isDirty(PHOTOS)).isTrue();
    }

    route.advance(UNTIL_IDLE);

    assertThat(route.isDirty(PHOTOS)).isFalse();
  }

  @Test
  void aChangeAnnouncedWhileTheMarkIsRemovedIsNotLost() {
    follow(PHOTOS);
    start();
    route.advance(Duration.ofSeconds(4));
    // What the reader saves now is durable, but it learns of that only after the mark is removed.
    CompletableFuture<Void> late = new CompletableFuture<>();
    route.checkpoints.answerSavesAfter(late);
    route.log.data(0).add(changed(1, PHOTOS));
    route.advance(Duration.ofMillis(1700));
    assertThat(route.logShard(LogKind.DATA).position()).isEqualTo(marker(1));
    route.checkpoints.answerSavesAfter(CompletableFuture.completedFuture(null));
    route.advance(Duration.ofSeconds(3));
    assertThat(route.isDirty(PHOTOS)).isFalse();

    route.log.index(PHOTOS).add(write(2, "late"));
    late.complete(null);
    route.settle();

    assertThat(route.objects.relayed).containsExactly("late");
    assertThat(route.isDirty(PHOTOS)).isTrue();
  }

  @Test
  void afterAGapThoseAtWorkReadTheirLogAgainToo() {
    follow(PHOTOS);
    BucketShard other = bucketShard("other");
    for (int i = 1; i <= 9; i++) {
      route.log.data(0).add(changed(i, other));
    }
    route.savedDataLog(doneTo(2));
    route.log.data(0).trimTo(marker(8));
    start();
    route.advance(Duration.ofMillis(179));
    int reads = route.log.timesOf("state").size();
    assertLag(0, 0, Optional.empty());
    route.log.index(PHOTOS).add(write(2, "missed"));
    route.objects.of("missed").hold();

    route.advance(Duration.ofMillis(42));

    assertThat(route.log.timesOf("state").size()).isGreaterThan(reads);
    assertThat(route.lag().changed()).isEqualTo(1);
    assertThat(route.isDirty(PHOTOS)).isTrue();
  }

  @Test
  void aWorkerThatCrashesIsStartedAgainFromTheCheckpointAfterGrowingPauses() {
    RouteFixture once = new RouteFixture(true);
    try (once) {
      once.log.list(PHOTOS, listed("a"));
      once.objects.of("a").hold();
      once.save(new Change.ShardDiscovered(fresh(PHOTOS)));
      ActorRef<DataShardActor.Command> actor = once.spawn(DataShardActor.create(0, once.services));
      assertThat(once.objects.relayed).hasSize(1);

      once.crashChildren(actor, "*");
      once.advance(Duration.ofMillis(900));
      assertThat(once.log.timesOf("listing")).hasSize(1);
      once.advance(Duration.ofMillis(200));
      assertThat(once.log.timesOf("listing")).hasSize(2);
      assertThat(once.log.timesOf("state")).as("the head was recorded before").hasSize(1);

      once.crashChildren(actor, "*");
      once.advance(Duration.ofMillis(1900));
      assertThat(once.log.timesOf("listing")).hasSize(2);
      once.advance(Duration.ofMillis(200));
      assertThat(once.log.timesOf("listing")).hasSize(3);
    }
  }

  @Test
  void aReaderThatEndsIsStartedAgainAfterGrowingPauses() {
    route.checkpoints.failSaves(new CheckpointException("disk full", null));
    route.log.data(0).add(changed(1, PHOTOS));
    start();
    route.advance(Duration.ofSeconds(9));

    List<Duration> pauses = route.log.pausesOf("data");
    assertThat(pauses.get(0)).isBetween(Duration.ofMillis(1180), Duration.ofMillis(1220));
    assertThat(pauses.get(1)).isBetween(Duration.ofMillis(2180), Duration.ofMillis(2220));

    route.checkpoints.failSaves(null);
    route.advance(Duration.ofSeconds(8));
    assertThat(route.logShard(LogKind.DATA).position()).isEqualTo(marker(1));
  }

  @Test
  void aMarkThatCouldNotBeRemovedIsRemovedLater() {
    follow(PHOTOS);
    route.save(new Change.ShardMoved(followed(PHOTOS, doneTo(1)).park(Phase.STOPPED)));
    route.log.stop(PHOTOS, true);
    route.checkpoints.failSaves(new CheckpointException("disk full", null));
    start();
    assertThat(route.log.timesOf("state")).hasSize(1);
    assertThat(route.isDirty(PHOTOS)).isTrue();

    route.checkpoints.failSaves(null);
    route.advance(Duration.ofSeconds(2));

    assertThat(route.isDirty(PHOTOS)).isFalse();
  }

  @Test
  void aStoppedBucketShardThatIsAnnouncedIsAskedAgain() {
    follow(PHOTOS);
    route.log.stop(PHOTOS, true);
    route.log.index(PHOTOS).add(Entries.entry(2, Op.SYNCSTOP, ""));
    start();
    route.advance(UNTIL_IDLE);
    assertThat(phase(PHOTOS)).isEqualTo(Phase.STOPPED);
    assertThat(route.isDirty(PHOTOS)).isFalse();

    route.log.list(PHOTOS, listed("meanwhile"));
    route.log.stop(PHOTOS, false);
    route.log.data(0).add(changed(1, PHOTOS));
    route.advance(UNTIL_IDLE);

    assertThat(phase(PHOTOS)).isEqualTo(Phase.INCREMENTAL);
    assertThat(route.objects.relayed).containsExactly("meanwhile");
  }

  private ActorRef<DataShardActor.Command> start() {
    return route.spawn(DataShardActor.create(0, route.services));
  }

  /** A bucket shard whose full pass is done and whose log has something new. */
  private void follow(BucketShard shard) {
    route.log.index(shard).add(write(1, "old"));
    route.save(
        new Change.ShardMoved(followed(shard, Watermark.at(marker(1)))),
        new Change.Dirty(shard, 0, route.clock.instant()));
  }

  private void assertLag(int copying, int changed, Optional<Instant> since) {
    assertThat(route.lag().copying()).isEqualTo(copying);
    assertThat(route.lag().changed()).isEqualTo(changed);
    assertThat(route.lag().data().since()).isEqualTo(since);
  }

  private Phase phase(BucketShard shard) {
    return route.state(shard).map(BucketShardState::phase).orElseThrow();
  }
}
