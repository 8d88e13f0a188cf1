package io.gyre.route;

import static io.gyre.route.Entries.bucketShard;
import static io.gyre.route.Entries.followed;
import static io.gyre.route.Entries.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.ParkedEntry;
import io.gyre.copy.CopyOutcome;
import io.gyre.copy.CopyTask;
import io.gyre.copy.CopyTask.Intent;
import io.gyre.log.BucketShard;
import io.gyre.log.Watermark;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskRunnerTest {
  private static final BucketShard PHOTOS = bucketShard("photos");

  /** Long enough for all attempts at one task. */
  private static final Duration ATTEMPTS = Duration.ofSeconds(10);

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
    run(later, later.due().get(0));

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

  private TaskRunner runner() {
    return TaskRunner.create(route.services, PHOTOS, Entries.bucket(PHOTOS.instance()), true)
        .toCompletableFuture()
        .join();
  }

  private CompletableFuture<Void> run(TaskRunner runner, CopyTask task) {
    CompletableFuture<Void> outcome = runner.run(List.of(task)).toCompletableFuture();
    route.advance(ATTEMPTS);
    return outcome;
  }

  private List<ParkedEntry> parked() {
    return route.checkpoints.parked(0, 10).toCompletableFuture().join();
  }
}
