package io.gyre.route;

import static io.gyre.route.Entries.bucketShard;
import static io.gyre.route.Entries.changed;
import static io.gyre.route.Entries.doneTo;
import static io.gyre.route.Entries.marker;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.CheckpointException;
import io.gyre.checkpoint.LogKind;
import io.gyre.log.BucketShard;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DataLogReaderTest {
  private static final BucketShard PHOTOS = bucketShard("photos");
  private static final BucketShard MUSIC = bucketShard("music");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final RouteFixture route = new RouteFixture();
  private final TestInbox<DataLogReader.Dirty> parent = TestInbox.create();

  @AfterEach
  void end() {
    route.close();
  }

  @Test
  void entriesBecomeMarksThatAreSavedTogetherWithTheWatermark() {
    route.log.data(0).add(changed(1, PHOTOS));
    route.log.data(0).add(changed(2, MUSIC));
    route.log.data(0).add(changed(3, PHOTOS));
    start();

    route.advance(SECOND);

    List<Change> saved = route.checkpoints.saves().get(0);
    assertThat(saved).hasSize(3).last().isInstanceOf(Change.LogShardMoved.class);
    assertThat(route.logShard(LogKind.DATA).watermark()).isEqualTo(doneTo(3));
    assertThat(route.isDirty(PHOTOS)).isTrue();
    assertThat(route.isDirty(MUSIC)).isTrue();
    assertThat(told()).containsExactly(Set.of(PHOTOS, MUSIC));
    assertThat(route.lag().behind()).isEqualTo(2);
  }

  @Test
  void aChangeInOneLogShardHasTheOthersReadMoreOften() {
    route.spawn(DataLogReader.create(1, route.services, parent.getRef()));
    route.advance(Duration.ofSeconds(20));
    int before = reads();
    route.advance(Duration.ofSeconds(20));
    int atRest = reads() - before;

    route.services.logPace().announced(route.clock.instant());
    before = reads();
    route.advance(Duration.ofSeconds(20));

    assertThat(reads() - before).isGreaterThan(atRest * 3 / 2);
  }

  private int reads() {
    return route.log.timesOf("data").size();
  }

  @Test
  void theParentIsToldOnceTheMarksAreDurable() {
    CompletableFuture<Void> written = new CompletableFuture<>();
    route.checkpoints.answerSavesAfter(written);
    route.log.data(0).add(changed(1, PHOTOS));
    start();
    route.advance(SECOND);
    assertThat(told()).isEmpty();

    written.complete(null);
    route.settle();

    assertThat(told()).containsExactly(Set.of(PHOTOS));
  }

  @Test
  void bucketsThatAreNotSelectedAreNotMarked() {
    route.log.data(0).add(changed(1, bucketShard("unselected")));
    start();

    route.advance(SECOND);

    assertThat(route.state(bucketShard("unselected"))).isEmpty();
    assertThat(route.logShard(LogKind.DATA).position()).isEqualTo(marker(1));
  }

  @Test
  void itGoesOnAfterTheWatermarkOfTheCheckpoint() {
    for (int i = 1; i <= 3; i++) {
      route.log.data(0).add(changed(i, i < 3 ? PHOTOS : MUSIC));
    }
    route.savedDataLog(doneTo(2));
    start();

    route.advance(SECOND);

    assertThat(told()).containsExactly(Set.of(MUSIC));
    assertThat(route.statistics.snapshot().gaps()).isZero();
  }

  @Test
  void aGapMarksEverythingAndIsCountedAndSaid() {
    route.save(new Change.Dirty(MUSIC, 0, route.clock.instant()), new Change.Clean(MUSIC));
    for (int i = 1; i <= 9; i++) {
      route.log.data(0).add(changed(i, PHOTOS));
    }
    route.savedDataLog(doneTo(2));
    route.log.data(0).trimTo(marker(8));

    LoggingTestKit.warn("data log shard 0: trimmed at the source past our marker 000002")
        .expect(
            route.kit.system(),
            () -> {
              start();
              route.advance(SECOND);
              return true;
            });

    assertThat(route.isDirty(MUSIC)).isTrue();
    assertThat(route.isDirty(PHOTOS)).isTrue();
    assertThat(route.statistics.snapshot().gaps()).isEqualTo(1);
    assertThat(route.logShard(LogKind.DATA).position()).isEqualTo(marker(9));
    assertThat(parent.getAllReceived()).extracting(DataLogReader.Dirty::all).containsExactly(true);
  }

  @Test
  void anEmptyLogWhoseHeadHasPassedUsIsAGapOnce() {
    route.save(new Change.Dirty(MUSIC, 0, route.clock.instant()), new Change.Clean(MUSIC));
    route.log.data(0).add(changed(9, PHOTOS));
    route.log.data(0).trimTo(marker(9));
    route.savedDataLog(doneTo(2));
    start();

    route.advance(Duration.ofSeconds(10));

    assertThat(route.isDirty(MUSIC)).isTrue();
    assertThat(route.statistics.snapshot().gaps()).isEqualTo(1);
  }

  @Test
  void aLogThatWasTrimmedExactlyToOurMarkerIsNoGap() {
    route.log.data(0).add(changed(2, PHOTOS));
    route.log.data(0).trimTo(marker(2));
    route.savedDataLog(doneTo(2));
    start();

    route.advance(SECOND);

    assertThat(route.statistics.snapshot().gaps()).isZero();
    assertThat(told()).isEmpty();
  }

  @Test
  void anEmptyPageKeepsThePosition() {
    route.log.data(0).add(changed(1, PHOTOS));
    route.log.data(0).add(changed(2, PHOTOS));
    route.savedDataLog(doneTo(2));
    start();

    route.advance(Duration.ofSeconds(5));

    assertThat(route.checkpoints.saves()).hasSize(1);
    assertThat(route.log.asked).extracting(FakeChangeLog.Asked::after).containsOnly("000001");
  }

  @Test
  void anEmptyFirstReadStaysAtTheBeginning() {
    start();

    route.advance(SECOND);

    assertThat(route.checkpoints.saves()).isEmpty();
    assertThat(route.log.asked).extracting(FakeChangeLog.Asked::after).containsOnly("head");
  }

  @Test
  void aFailedSaveEndsTheReader() {
    route.checkpoints.failSaves(new CheckpointException("disk full", null));
    route.log.data(0).add(changed(1, PHOTOS));
    TestProbe<Object> witness = route.kit.createTestProbe();
    ActorRef<DataLogReader.Command> reader = start();

    route.advance(SECOND);

    witness.expectTerminated(reader, Duration.ofSeconds(3));
    assertThat(told()).isEmpty();
  }

  @Test
  void aFailedReadIsRepeatedAfterGrowingPausesAndNothingIsLost() {
    route.log.answers.fail(RouteFixture.REFUSED);
    route.log.data(0).add(changed(1, PHOTOS));
    start();
    route.advance(Duration.ofSeconds(20));

    List<Duration> pauses = route.log.pausesOf("data");
    assertThat(pauses.get(0)).isBetween(Duration.ofMillis(200), Duration.ofMillis(410));
    assertThat(pauses.get(2)).isBetween(Duration.ofMillis(800), Duration.ofMillis(1610));
    assertThat(pauses)
        .last()
        .satisfies(
            last -> assertThat(last).isBetween(Duration.ofMillis(1600), Duration.ofMillis(3210)));
    assertThat(told()).isEmpty();

    route.log.answers.succeed();
    route.advance(Duration.ofSeconds(4));

    assertThat(told()).containsExactly(Set.of(PHOTOS));
  }

  @Test
  void anOutageIsToldOfOnceAndNotForEachLogShard() {
    route.log.answers.fail(RouteFixture.REFUSED);

    LoggingTestKit.warn("log shard ")
        .withOccurrences(1)
        .expect(
            route.kit.system(),
            () -> {
              start();
              route.spawn(DataLogReader.create(1, route.services, parent.getRef()));
              route.advance(LogOutage.TOLD_EVERY.dividedBy(2));
              return true;
            });

    LoggingTestKit.warn("and 1 more of the source's log shards cannot be followed")
        .withOccurrences(1)
        .expect(
            route.kit.system(),
            () -> {
              route.advance(LogOutage.TOLD_EVERY);
              return true;
            });
  }

  @Test
  void aPageThatIsNotTheLastIsFollowedAtOnce() {
    for (int i = 1; i <= 10; i++) {
      route.log.data(0).add(changed(i, PHOTOS));
    }
    start();

    route.advance(SECOND);

    // Pages of four entries, of which all but the first begin with the watermark's own.
    List<Duration> pauses = route.log.pausesOf("data");
    assertThat(pauses.subList(0, 2)).allMatch(pause -> pause.toMillis() <= 20);
    assertThat(route.logShard(LogKind.DATA).position()).isEqualTo(marker(10));
  }

  @Test
  void whileNothingChangesItAsksAtDoublingPausesUpToTheBound() {
    start();

    route.advance(Duration.ofSeconds(15));

    List<Duration> pauses = route.log.pausesOf("data");
    assertThat(pauses.get(0)).isBetween(Duration.ofMillis(360), Duration.ofMillis(450));
    assertThat(pauses.get(1)).isBetween(Duration.ofMillis(720), Duration.ofMillis(890));
    assertThat(pauses.subList(2, pauses.size()))
        .hasSizeGreaterThan(5)
        .allMatch(pause -> pause.toMillis() >= 1440 && pause.toMillis() <= 1770);
  }

  @Test
  void aChangeMakesItAskSoonAgain() {
    start();
    route.advance(Duration.ofSeconds(10));
    int before = route.log.asked.size();
    route.log.data(0).add(changed(1, PHOTOS));

    route.advance(Duration.ofSeconds(2));

    List<Duration> pauses = route.log.pausesOf("data");
    assertThat(pauses.get(before)).isBetween(Duration.ofMillis(180), Duration.ofMillis(230));
  }

  @Test
  void aQuietLogIsTrimmedOnceThatIsAllowed() {
    for (int i = 1; i <= 3; i++) {
      route.log.data(0).add(changed(i, PHOTOS));
    }
    start();
    route.advance(TrimPace.PAUSE.multipliedBy(3));
    assertThat(route.trimming.asked).hasSizeBetween(2, 4).containsOnly("data 0 000002");
    route.trimming.allowed = true;
    route.trimming.asked.clear();

    route.advance(TrimPace.PAUSE.multipliedBy(5));

    assertThat(route.trimming.asked).containsExactly("data 0 000002");
  }

  @Test
  void aTrimThatFailsIsNotTriedAllTheTime() {
    route.trimming.failure = RouteFixture.REFUSED;
    route.log.data(0).add(changed(1, PHOTOS));
    route.log.data(0).add(changed(2, PHOTOS));
    start();

    route.advance(TrimPace.PAUSE.multipliedBy(5));

    assertThat(route.trimming.asked).hasSize(1);
    assertThat(route.logShard(LogKind.DATA).position()).isEqualTo(marker(2));
  }

  private ActorRef<DataLogReader.Command> start() {
    return route.spawn(DataLogReader.create(0, route.services, parent.getRef()));
  }

  private List<Set<BucketShard>> told() {
    return parent.getAllReceived().stream().map(DataLogReader.Dirty::shards).toList();
  }
}
