package io.gyre.route;

import static io.gyre.route.Entries.bucketShard;
import static io.gyre.route.Entries.followed;
import static io.gyre.route.Entries.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.ParkedEntry;
import io.gyre.copy.CopyOutcome;
import io.gyre.copy.CopyTask;
import io.gyre.copy.CopyTask.Intent;
import io.gyre.log.BucketShard;
import io.gyre.log.Watermark;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskRunnerTest {
  private static final BucketShard PHOTOS = bucketShard("photos");

  /** Long enough for all attempts at one task. */
  private static final Duration ATTEMPTS = Duration.ofSeconds(10);

  /** How long the fixture's policy leaves a key alone. */
  private static final Duration SETTLE = Duration.ofSeconds(30);

  private final RouteFixture route = new RouteFixture();

  @AfterEach
  void end() {
    route.close();
  }

  @Test
  void whatFailsTooOftenIsParkedWithReasonAttemptsAndNextTry() {
    route.objects.of("a").fail(RouteFixture.REFUSED);

    assertThat(run(runner(), task("a", Intent.REMOVE))).isCompleted();

    ParkedEntry entry = parked().get(0);
    assertThat(entry.key()).isEqualTo("a");
    assertThat(entry.operation()).isEqualTo("remove");
    assertThat(entry.reason()).isEqualTo("TRANSIENT: 500 of the fake");
    assertThat(entry.attempts()).isEqualTo(3);
    assertThat(Duration.between(entry.since(), entry.nextTry()))
        .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
    assertThat(route.statistics.snapshot().of(CopyOutcome.PARKED)).isEqualTo(1);
  }

  @Test
  void parkedAgainItKeepsItsSinceAndWaitsForLonger() {
    route.objects.of("a").fail(RouteFixture.REFUSED);
    run(runner(), task("a", Intent.WRITE));
    ParkedEntry first = parked().get(0);
    route.advance(Duration.ofSeconds(60));

    TaskRunner later = runner();
    assertThat(later.due()).hasSize(1);
    run(later, later.due().get(0).get(0));

    ParkedEntry second = parked().get(0);
    assertThat(parked()).hasSize(1);
    assertThat(second.since()).isEqualTo(first.since());
    assertThat(second.attempts()).isEqualTo(6);
    assertThat(Duration.between(route.clock.instant(), second.nextTry()))
        .isBetween(Duration.ofSeconds(50), Duration.ofSeconds(120));
  }

  @Test
  void whatIsNotDueIsNotTried() {
    route.objects.of("a").fail(RouteFixture.REFUSED);
    run(runner(), task("a", Intent.WRITE));

    assertThat(runner().due()).isEmpty();
  }

  @Test
  void aSuccessEndsTheParking() {
    route.objects.of("a").fail(RouteFixture.REFUSED);
    run(runner(), task("a", Intent.WRITE));
    route.objects.of("a").succeed();

    run(runner(), task("a", Intent.WRITE));

    assertThat(parked()).isEmpty();
  }

  @Test
  void soDoesALaterEntryOfTheSameRound() {
    TaskRunner runner = runner();
    route.objects.of("a").fail(RouteFixture.REFUSED);
    run(runner, task("a", Intent.WRITE));
    assertThat(parked()).hasSize(1);
    route.objects.of("a").succeed();

    run(runner, task("a", Intent.WRITE));

    assertThat(parked()).isEmpty();
  }

  @Test
  void aSuccessOfWhatWasNotParkedWritesNothing() {
    int saves = route.checkpoints.saves().size();

    assertThat(run(runner(), task("a", Intent.WRITE))).isCompleted();
    assertThat(route.statistics.snapshot().copied()).isEqualTo(1);

    assertThat(route.checkpoints.saves()).hasSize(saves);
  }

  @Test
  void aWorkerTriesAParkedEntryOnceItIsDue() {
    route.objects.of("a").fail(RouteFixture.REFUSED);
    run(runner(), task("a", Intent.WRITE));
    route.objects.of("a").succeed();
    route.log.index(PHOTOS);
    route.save(new Change.ShardMoved(followed(PHOTOS, Watermark.ORIGIN)));
    route.spawn(DataShardActor.create(0, route.services));
    int before = route.objects.relayed.size();
    route.advance(Duration.ofSeconds(15));
    assertThat(route.objects.relayed).hasSize(before);

    route.advance(Duration.ofSeconds(60));

    assertThat(route.objects.relayed).hasSize(before + 1);
    assertThat(parked()).isEmpty();
  }

  @Test
  void afterAWriteWithoutAnswerTheKeyIsHeldUntilItHasSettled() {
    route.objects.of("a").fail(RouteFixture.UNANSWERED);

    assertThat(run(runner(), task("a", Intent.WRITE))).isCompleted();

    assertThat(route.objects.relayed).containsExactly("a");
    ParkedEntry entry = parked().get(0);
    assertThat(entry.reason()).isEqualTo("UNKNOWN_OUTCOME: no answer of the fake");
    assertThat(entry.attempts()).isEqualTo(1);
    assertThat(Duration.between(entry.since(), entry.nextTry())).isEqualTo(SETTLE);
    assertThat(runner().due()).isEmpty();
  }

  @Test
  void aLaterDeleteOfAHeldKeyWaitsAndReplacesTheWriteWhileOtherKeysGoOn() {
    TaskRunner runner = runner();
    hold(runner, "a");
    route.objects.goneAtSource("a");

    assertThat(run(runner, task("a", Intent.REMOVE))).isCompleted();
    assertThat(run(runner, task("b", Intent.WRITE))).isCompleted();

    assertThat(route.objects.relayed).containsExactly("a", "b");
    assertThat(route.objects.removed).isEmpty();
    assertThat(parked())
        .extracting(ParkedEntry::key, ParkedEntry::operation, ParkedEntry::nextTry)
        .containsExactly(tuple("a", "remove", TestClock.START.plus(SETTLE)));
  }

  @Test
  void aRestartKeepsTheHoldAndThenTheDeleteHappens() {
    hold(runner(), "a");
    route.objects.goneAtSource("a");
    TaskRunner restarted = runner();
    run(restarted, task("a", Intent.REMOVE));
    assertThat(route.objects.relayed).hasSize(1);
    route.advance(SETTLE);

    TaskRunner later = runner();
    assertThat(later.due()).hasSize(1);
    assertThat(run(later, later.due().get(0))).isCompleted();

    assertThat(route.objects.removed).containsExactly("a");
    assertThat(parked()).isEmpty();
    assertThat(run(later, task("a", Intent.REMOVE))).isCompleted();
    assertThat(route.objects.relayed).as("it is held no longer").hasSize(3);
  }

  @Test
  void allThatWaitsForAHeldKeyIsDueTogetherOldestFirstAndVerifiesBothEnds() {
    TaskRunner runner = runner();
    hold(runner, "a");
    route.advance(Duration.ofSeconds(1));
    run(runner, version("a", "v1", Intent.WRITE));
    route.advance(Duration.ofSeconds(1));
    run(runner, version("a", "v0", Intent.MARK));
    assertThat(runner.due()).isEmpty();
    route.advance(SETTLE);

    List<List<CopyTask>> due = runner().due();

    assertThat(due).hasSize(1);
    assertThat(due.get(0))
        .extracting(CopyTask::instance, CopyTask::intent)
        .containsExactly(
            tuple("", Intent.WRITE), tuple("v1", Intent.WRITE), tuple("v0", Intent.MARK));
    assertThat(due.get(0)).allMatch(CopyTask::recheck);
  }

  @Test
  void whatComesAfterTheHoldTakesAlongWhatWaited() {
    TaskRunner runner = runner();
    hold(runner, "a");
    run(runner, task("a", Intent.WRITE));
    route.advance(SETTLE);

    assertThat(run(runner, task("a", Intent.WRITE))).isCompleted();

    assertThat(route.objects.relayed).hasSize(2);
    assertThat(parked()).isEmpty();
  }

  @Test
  void whatIsNeverAnsweredIsHeldForLongerAndLonger() {
    route.objects.of("a").fail(RouteFixture.UNANSWERED);
    run(runner(), task("a", Intent.WRITE));
    for (int unanswered = 2; unanswered <= 5; unanswered++) {
      route.advance(Duration.ofHours(1));
      TaskRunner next = runner();
      run(next, next.due().get(0));
      assertThat(parked().get(0).attempts()).isEqualTo(unanswered);
    }

    assertThat(Duration.between(route.clock.instant().minus(ATTEMPTS), parked().get(0).nextTry()))
        .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(120));
  }

  @Test
  void whileTooManyKeysAreHeldNothingElseIsDone() {
    for (int i = 0; i < ParkedTasks.MAX; i++) {
      route.save(new Change.Parked(unanswered("k" + i)));
    }
    TaskRunner runner = runner();

    CompletableFuture<Void> other = run(runner, task("other", Intent.WRITE));
    CompletableFuture<Void> held = run(runner, task("k7", Intent.REMOVE));

    assertThat(other).isCompletedExceptionally();
    assertThat(held).isCompleted();
    assertThat(route.objects.relayed).isEmpty();
  }

  @Test
  void aWorkerWithTooManyHeldKeysVerifiesThemBeforeItReadsOn() {
    for (int i = 0; i < ParkedTasks.MAX; i++) {
      route.save(new Change.Parked(unanswered("k" + i)));
    }
    route.log.index(PHOTOS).add(Entries.write(1, "new"));
    route.save(
        new Change.ShardMoved(followed(PHOTOS, Watermark.ORIGIN)),
        new Change.Dirty(PHOTOS, 0, route.clock.instant()));
    route.spawn(DataShardActor.create(0, route.services));
    route.advance(SETTLE.minusSeconds(1));
    assertThat(route.objects.relayed).isEmpty();

    route.advance(Duration.ofSeconds(20));

    assertThat(parked()).isEmpty();
    assertThat(route.objects.relayed).hasSize(ParkedTasks.MAX + 1).endsWith("new");
  }

  @Test
  void soDoesAFullPass() {
    for (int i = 0; i < ParkedTasks.MAX; i++) {
      route.save(new Change.Parked(unanswered("k" + i)));
    }
    route.log.index(PHOTOS);
    route.log.list(PHOTOS, Entries.listed("new"));
    route.save(new Change.ShardDiscovered(Entries.fresh(PHOTOS)));
    route.spawn(DataShardActor.create(0, route.services));
    route.advance(SETTLE.minusSeconds(1));
    assertThat(route.objects.relayed).isEmpty();

    route.advance(Duration.ofSeconds(20));

    assertThat(parked()).isEmpty();
    assertThat(route.objects.relayed).hasSize(ParkedTasks.MAX + 1).endsWith("new");
  }

  @Test
  void aSuccessEndsTheParkingAlsoOfOneThatIsNotLoaded() {
    for (int i = 0; i < ParkedTasks.MAX; i++) {
      route.save(new Change.Parked(Entries.refused(PHOTOS, "k" + i, TestClock.START)));
    }
    route.save(
        new Change.Parked(
            Entries.refused(PHOTOS, "later", TestClock.START.plus(Duration.ofDays(1)))));

    run(runner(), task("later", Intent.WRITE));

    assertThat(route.checkpoints.countParked()).isCompletedWithValue(ParkedTasks.MAX);
    assertThat(route.checkpoints.parkedOf(PHOTOS, "later", 1)).isCompletedWithValue(List.of());
  }

  @Test
  void manyVersionsOfOneHeldKeyAreOneKeyThatIsHeld() {
    for (int i = 0; i < ParkedTasks.MAX; i++) {
      ParkedEntry key = unanswered("k");
      route.save(
          new Change.Parked(
              new ParkedEntry(
                  PHOTOS,
                  "k",
                  "v" + i,
                  key.operation(),
                  key.olhEpoch(),
                  key.reason(),
                  1,
                  key.since(),
                  key.nextTry())));
    }

    assertThat(run(runner(), task("other", Intent.WRITE))).isCompleted();

    assertThat(route.objects.relayed).containsExactly("other");
  }

  private ParkedEntry unanswered(String key) {
    return new ParkedEntry(
        PHOTOS,
        key,
        "",
        "write",
        OptionalLong.empty(),
        "UNKNOWN_OUTCOME: of the test",
        1,
        TestClock.START,
        TestClock.START.plus(SETTLE));
  }

  /** A first write of it has no answer; whatever comes next would succeed. */
  private void hold(TaskRunner runner, String key) {
    route.objects.of(key).fail(RouteFixture.UNANSWERED);
    runner.run(List.of(task(key, Intent.WRITE)));
    route.settle();
    route.objects.of(key).succeed();
  }

  private static CopyTask version(String key, String instance, Intent intent) {
    return new CopyTask(
        key,
        instance,
        intent,
        OptionalLong.of(2),
        "",
        TestClock.START,
        CopyTask.UNKNOWN_SIZE,
        false,
        false);
  }

  private TaskRunner runner() {
    return TaskRunner.create(route.services, PHOTOS, Entries.bucket(PHOTOS.instance()), true)
        .toCompletableFuture()
        .join();
  }

  private CompletableFuture<Void> run(TaskRunner runner, CopyTask task) {
    return run(runner, List.of(task));
  }

  private CompletableFuture<Void> run(TaskRunner runner, List<CopyTask> tasks) {
    CompletableFuture<Void> outcome = runner.run(tasks).toCompletableFuture();
    route.advance(ATTEMPTS);
    return outcome;
  }

  private List<ParkedEntry> parked() {
    return route.checkpoints.parked(0, 10).toCompletableFuture().join();
  }
}
