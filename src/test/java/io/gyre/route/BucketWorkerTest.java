package io.gyre.route;

import static io.gyre.route.Entries.bucketShard;
import static io.gyre.route.Entries.doneTo;
import static io.gyre.route.Entries.entry;
import static io.gyre.route.Entries.followed;
import static io.gyre.route.Entries.fresh;
import static io.gyre.route.Entries.listed;
import static io.gyre.route.Entries.marker;
import static io.gyre.route.Entries.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.checkpoint.BucketShardState;
import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.Phase;
import io.gyre.log.BucketIndexEntry.Op;
import io.gyre.log.BucketShard;
import io.gyre.log.Watermark;
import io.gyre.metadata.BucketReadiness;
import io.gyre.route.BucketWorker.Idle;
import io.gyre.route.BucketWorker.Report;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BucketWorkerTest {
  private static final BucketShard PHOTOS = bucketShard("photos");

  private final RouteFixture route = new RouteFixture();
  private final TestInbox<Report> parent = TestInbox.create();

  @AfterEach
  void end() {
    route.close();
  }

  @Test
  void aNewBucketShardHasItsHeadRecordedThenIsListedThenFollowed() {
    route.log.list(PHOTOS, listed("a"), listed("b"));
    route.log.index(PHOTOS).add(write(7, "b"));
    route.objects.of("a").hold();
    start(fresh(PHOTOS));
    assertThat(state().phase()).isEqualTo(Phase.FULL);
    assertThat(state().position()).isEqualTo(marker(7));
    assertThat(route.log.asked)
        .extracting(FakeChangeLog.Asked::what)
        .startsWith("state", "listing");

    route.log.index(PHOTOS).add(write(8, "c"));
    route.objects.of("a").release();
    route.advance(Duration.ofSeconds(1));

    assertThat(state().phase()).isEqualTo(Phase.INCREMENTAL);
    assertThat(state().watermark()).isEqualTo(new Watermark(marker(8), marker(7)));
    assertThat(route.objects.relayed).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void aFailedRoundIsRunAgainFromTheCheckpointAfterGrowingPauses() {
    route.log.index(PHOTOS).add(write(1, "a"));
    route.log.answers.fail(RouteFixture.REFUSED);
    start(followed(PHOTOS, doneTo(1)));
    route.advance(Duration.ofSeconds(20));

    List<Duration> pauses = route.log.pausesOf("index");
    assertThat(pauses.get(0)).isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
    assertThat(pauses.get(1)).isBetween(Duration.ofMillis(400), Duration.ofMillis(800));
    assertThat(pauses.get(3)).isBetween(Duration.ofMillis(1600), Duration.ofMillis(3200));
    assertThat(route.statistics.snapshot().failedRounds()).isEqualTo(pauses.size() + 1);

    // Meanwhile the checkpoint has come to know more than the worker.
    route.log.index(PHOTOS).add(write(2, "b"));
    route.log.index(PHOTOS).add(write(3, "c"));
    route.save(new Change.ShardMoved(followed(PHOTOS, doneTo(2))));
    route.log.answers.succeed();
    route.advance(Duration.ofSeconds(4));

    assertThat(route.objects.relayed).containsExactly("c");
    assertThat(state().watermark()).isEqualTo(doneTo(3));
  }

  @Test
  void itsFailuresAreToldAtOnceAndThenOnceAMinute() {
    route.log.answers.fail(RouteFixture.REFUSED);

    LoggingTestKit.warn("a round in phase")
        .withOccurrences(2)
        .expect(
            route.kit.system(),
            () -> {
              start(followed(PHOTOS, doneTo(1)));
              route.advance(Duration.ofSeconds(100));
              return true;
            });
  }

  @Test
  void itReadsAgainUntilItHasBeenQuietForLongerThanTheDataLogWindow() {
    route.log.index(PHOTOS).add(write(1, "a"));
    start(followed(PHOTOS, doneTo(1)));

    route.advance(Duration.ofSeconds(4));
    assertThat(idle()).isEmpty();
    assertThat(route.log.pausesOf("index").subList(0, 4))
        .extracting(Duration::toMillis)
        .containsExactly(200L, 400L, 800L, 800L);
    route.log.index(PHOTOS).add(write(2, "late"));
    route.advance(Duration.ofSeconds(5));
    assertThat(idle()).isEmpty();
    assertThat(route.objects.relayed).containsExactly("late");

    route.advance(Duration.ofSeconds(2));
    assertThat(idle()).isNotEmpty().allMatch(report -> report.changes() == 0);
  }

  @Test
  void inARouteThatEndsItReadsAgainOnceNoChangeFromBeforeTheStartCanBeLate() {
    try (RouteFixture once = new RouteFixture(true)) {
      once.log.index(PHOTOS).add(write(1, "a"));
      once.save(new Change.ShardDiscovered(followed(PHOTOS, doneTo(1))));
      once.spawn(
          BucketWorker.create(
              once.services, followed(PHOTOS, doneTo(1)), parent.getRef(), once.clock.instant()));
      Duration apart = once.services.settings().quietAfter();
      once.advance(apart.minusMillis(1));
      assertThat(once.log.timesOf("index")).hasSize(1);
      once.log.index(PHOTOS).add(write(2, "late"));

      once.advance(Duration.ofMillis(2));

      assertThat(once.objects.relayed).containsExactly("late");
      assertThat(idle()).hasSize(1);
    }
  }

  @Test
  void inARouteThatEndsAClockThatIsSetBackHoldsNothingUp() {
    try (RouteFixture once = new RouteFixture(true)) {
      once.log.index(PHOTOS).add(write(1, "a"));
      once.save(new Change.ShardDiscovered(followed(PHOTOS, doneTo(1))));
      once.clock.set(Duration.ofHours(-1));

      once.spawn(
          BucketWorker.create(
              once.services, followed(PHOTOS, doneTo(1)), parent.getRef(), once.clock.instant()));
      once.advance(Duration.ofMillis(1));

      assertThat(idle()).hasSize(1);
    }
  }

  @Test
  void inARouteThatEndsOneReadIsEnoughAfterThat() {
    try (RouteFixture once = new RouteFixture(true)) {
      once.log.index(PHOTOS).add(write(1, "a"));
      once.save(new Change.ShardDiscovered(followed(PHOTOS, doneTo(1))));
      once.advance(once.services.settings().quietAfter().plusMillis(1));

      once.spawn(
          BucketWorker.create(
              once.services, followed(PHOTOS, doneTo(1)), parent.getRef(), once.clock.instant()));
      once.advance(Duration.ofMillis(1));

      assertThat(once.log.timesOf("index")).hasSize(1);
      assertThat(idle()).hasSize(1);
    }
  }

  @Test
  void anAnnouncementIsFollowedUpAtOnceAndCounted() {
    route.log.index(PHOTOS).add(write(1, "a"));
    ActorRef<BucketWorker.Command> worker = start(followed(PHOTOS, doneTo(1)));
    route.advance(Duration.ofSeconds(3));
    int reads = route.log.timesOf("index").size();

    route.tell(worker, BucketWorker.Changed.INSTANCE);

    assertThat(route.log.timesOf("index")).hasSize(reads + 1);
    route.advance(Duration.ofSeconds(7));
    assertThat(idle()).isNotEmpty().allMatch(report -> report.changes() == 1);
  }

  @Test
  void afterAGapItIsListedAgainAndOnlyWhatDiffersIsCopied() {
    for (int i = 1; i <= 5; i++) {
      route.log.index(PHOTOS).add(write(i, "k" + i));
    }
    route.log.index(PHOTOS).trimTo(marker(4));
    route.log.list(PHOTOS, listed("k1"), listed("k5"));
    route.objects.isThere("k1", TestClock.START);
    start(followed(PHOTOS, doneTo(2)));

    route.advance(Duration.ofSeconds(1));

    assertThat(route.statistics.snapshot().gaps()).isEqualTo(1);
    assertThat(route.objects.relayed).containsExactly("k5");
    assertThat(state().phase()).isEqualTo(Phase.INCREMENTAL);
    assertThat(state().position()).isEqualTo(marker(5));
  }

  @Test
  void whatWasAtItsEndIsBehindAgainWhileItIsComparedAfterAGap() {
    route.log.index(PHOTOS).add(write(3, "a"));
    start(followed(PHOTOS, doneTo(3)));
    route.advance(Duration.ofSeconds(1));
    assertThat(route.lag().behind()).isZero();

    for (int i = 4; i <= 9; i++) {
      route.log.index(PHOTOS).add(write(i, "k" + i));
    }
    route.log.index(PHOTOS).trimTo(marker(8));
    route.log.list(PHOTOS, listed("k9"));
    route.objects.of("k9").hold();
    route.advance(Duration.ofSeconds(2));

    assertThat(state().phase()).isEqualTo(Phase.FULL);
    assertThat(route.lag().copying()).isEqualTo(1);
  }

  @Test
  void anEmptyLogWhoseHeadHasPassedUsIsAGapButOneThatWasTrimmedToUsIsNone() {
    route.log.index(PHOTOS).add(write(5, "a"));
    route.log.index(PHOTOS).trimTo(marker(5));
    start(followed(PHOTOS, doneTo(5)));
    route.advance(Duration.ofSeconds(1));
    assertThat(route.log.timesOf("listing")).isEmpty();

    BucketShard other = bucketShard("other");
    route.log.index(other).add(write(5, "a"));
    route.log.index(other).trimTo(marker(5));
    start(followed(other, doneTo(3)));
    route.advance(Duration.ofSeconds(1));
    assertThat(route.log.timesOf("listing")).hasSize(1);
  }

  @Test
  void whatComesDueDuringALongPassIsTried() {
    for (int i = 0; i < 30; i++) {
      route.log.list(PHOTOS, listed("k" + (10 + i)));
      route.objects.of("k" + (10 + i)).hold();
    }
    start(fresh(PHOTOS));
    route.save(
        new Change.Parked(Entries.refused(PHOTOS, "due", route.clock.instant().plusSeconds(20))));
    route.advance(RouteFixture.SLICE);
    for (int i = 0; i < 15; i++) {
      route.objects.of("k" + (10 + i)).release();
    }
    route.advance(Duration.ofSeconds(1));

    assertThat(state().phase()).isEqualTo(Phase.FULL);
    assertThat(route.objects.relayed).contains("due").doesNotContain("k39");
    assertThat(route.checkpoints.countParked()).isCompletedWithValue(0);
  }

  @Test
  void aStoppedBucketShardWaitsUntilTheSourceSaysOtherwise() {
    route.log.index(PHOTOS).add(write(1, "a"));
    route.log.index(PHOTOS).add(entry(2, Op.SYNCSTOP, ""));
    route.log.index(PHOTOS).add(write(3, "not-wanted"));
    route.log.stop(PHOTOS, true);
    ActorRef<BucketWorker.Command> worker = start(followed(PHOTOS, doneTo(1)));
    route.advance(Duration.ofSeconds(1));
    assertThat(state().phase()).isEqualTo(Phase.STOPPED);
    assertThat(route.objects.relayed).isEmpty();
    assertThat(idle()).hasSize(1);

    route.tell(worker, BucketWorker.Changed.INSTANCE);
    assertThat(state().phase()).isEqualTo(Phase.STOPPED);

    route.log.stop(PHOTOS, false);
    route.log.list(PHOTOS, listed("a"));
    route.tell(worker, BucketWorker.Changed.INSTANCE);
    route.advance(Duration.ofSeconds(1));
    assertThat(state().phase()).isEqualTo(Phase.INCREMENTAL);
    assertThat(route.objects.relayed).containsExactly("a");
  }

  @Test
  void oneThatIsStoppedWhenItIsFirstSeenIsNamedAndCopiedOnceItIsEnabled() {
    route.log.list(PHOTOS, listed("a"));
    route.log.stop(PHOTOS, true);
    ActorRef<BucketWorker.Command> worker =
        LoggingTestKit.warn("bucket photos: its syncing is disabled at the source")
            .expect(route.kit.system(), () -> start(fresh(PHOTOS)));
    assertThat(state().phase()).isEqualTo(Phase.STOPPED);
    assertThat(route.objects.relayed).isEmpty();

    route.log.stop(PHOTOS, false);
    route.tell(worker, BucketWorker.Changed.INSTANCE);
    route.advance(Duration.ofSeconds(1));

    assertThat(state().phase()).isEqualTo(Phase.INCREMENTAL);
    assertThat(route.objects.relayed).containsExactly("a");
  }

  @Test
  void oneThatWasStoppedOnlyForAMomentIsComparedAtOnce() {
    route.log.index(PHOTOS).add(write(1, "a"));
    route.log.index(PHOTOS).add(entry(2, Op.SYNCSTOP, ""));
    route.log.index(PHOTOS).add(entry(3, Op.RESYNC, ""));
    route.log.index(PHOTOS).add(write(4, "b"));
    route.log.list(PHOTOS, listed("b"));

    start(followed(PHOTOS, doneTo(1)));
    route.advance(Duration.ofSeconds(1));

    assertThat(state().phase()).isEqualTo(Phase.INCREMENTAL);
    assertThat(route.objects.relayed).containsExactly("b");
  }

  @Test
  void aChangeThatIsAnnouncedWhileItFindsItselfStoppedIsLookedAtToo() {
    route.log.index(PHOTOS).add(write(1, "a"));
    route.log.stop(PHOTOS, true);
    route.log.answers.hold();
    ActorRef<BucketWorker.Command> worker = start(fresh(PHOTOS));

    route.tell(worker, BucketWorker.Changed.INSTANCE);
    route.log.answers.release();
    route.settle();

    assertThat(route.log.timesOf("state")).hasSize(2);
    assertThat(idle()).extracting(Idle::changes).containsExactly(1L);
  }

  @Test
  void anInstanceThatTheSourceNoLongerHasIsForgotten() {
    route.save(new Change.ShardDiscovered(fresh(PHOTOS)));
    route.metadata.readiness.put(PHOTOS.instance(), new BucketReadiness.Gone());

    start(fresh(PHOTOS));

    assertThat(route.state(PHOTOS)).isEmpty();
    assertThat(idle()).hasSize(1);
  }

  @Test
  void oneWhoseLogIsGoneThoughTheMetadataStillNamesItIsComparedOnceItIsBack() {
    ActorRef<BucketWorker.Command> worker = start(followed(PHOTOS, doneTo(1)));

    assertThat(route.metadata.applied).containsExactly("bucket/photos");
    assertThat(state().phase()).isEqualTo(Phase.UNFOLLOWED);
    assertThat(idle()).as("it does not hold up others").hasSize(1);
    assertThat(route.checkpoints.countRefused()).isCompletedWithValue(1);
    route.log.index(PHOTOS).add(write(2, "a"));
    route.log.list(PHOTOS, listed("a"), listed("b"));
    route.objects.isThere("b", TestClock.START);
    route.tell(worker, BucketWorker.Changed.INSTANCE);
    route.advance(Duration.ofSeconds(1));

    assertThat(state().phase()).isEqualTo(Phase.INCREMENTAL);
    assertThat(route.objects.relayed).containsExactly("a");
    assertThat(route.checkpoints.countRefused()).isCompletedWithValue(0);
  }

  @Test
  void oneThatIsForgottenOrDiscoveredAnewDuringARoundIsTakenUpAsItIsThen() {
    route.log.list(PHOTOS, listed("a"), listed("b"));
    route.objects.of("a").hold();
    start(fresh(PHOTOS));
    assertThat(state().phase()).isEqualTo(Phase.FULL);

    route.save(
        new Change.InstanceForgotten(PHOTOS.instance()),
        new Change.ShardDiscovered(BucketShardState.fresh(PHOTOS, 0, true)));
    route.objects.isThere("b", TestClock.START);
    route.objects.of("a").release();
    route.advance(Duration.ofSeconds(1));

    assertThat(route.objects.relayed).containsExactly("a", "b", "a");
    assertThat(state().phase()).isEqualTo(Phase.INCREMENTAL);
    route.save(new Change.InstanceForgotten(PHOTOS.instance()));
    route.advance(Duration.ofSeconds(1));
    assertThat(route.state(PHOTOS)).isEmpty();
  }

  @Test
  void aBucketThatIsNotReplicatedIsLeftAloneAndTakenUpOnceItIs() {
    route.metadata.readiness.put(PHOTOS.instance(), new BucketReadiness.Refused("not ours"));
    route.log.list(PHOTOS, listed("a"));
    ActorRef<BucketWorker.Command> worker = start(fresh(PHOTOS));
    assertThat(state().phase()).isEqualTo(Phase.UNFOLLOWED);
    assertThat(route.objects.relayed).isEmpty();

    route.metadata.readiness.remove(PHOTOS.instance());
    route.tell(worker, BucketWorker.Changed.INSTANCE);
    route.advance(Duration.ofSeconds(1));

    assertThat(state().phase()).isEqualTo(Phase.INCREMENTAL);
  }

  private ActorRef<BucketWorker.Command> start(BucketShardState state) {
    route.save(new Change.ShardDiscovered(state));
    return route.spawn(
        BucketWorker.create(route.services, state, parent.getRef(), route.clock.instant()));
  }

  private BucketShardState state() {
    return route.state(PHOTOS).orElseThrow();
  }

  private List<Idle> idle() {
    return parent.getAllReceived().stream()
        .filter(Idle.class::isInstance)
        .map(Idle.class::cast)
        .toList();
  }
}
