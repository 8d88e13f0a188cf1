package io.gyre.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.InMemoryCheckpointStore;
import io.gyre.guard.DeleteGuard.Allowance;
import io.gyre.log.BucketName;
import io.gyre.metadata.BucketOperations;
import io.gyre.metadata.BucketSizes;
import io.gyre.testing.MovableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DeleteGuardTest {
  private static final BucketName PHOTOS = BucketName.parse("photos");
  private static final BucketName OTHER = BucketName.parse("acme/photos");

  private final InMemoryCheckpointStore checkpoints = new InMemoryCheckpointStore();
  private final MovableClock clock = new MovableClock();
  private final DeleteGuard guard = started(OptionalInt.of(3));

  /** Another start with the same checkpoint. */
  private DeleteGuard started(OptionalInt perHour) {
    return new DeleteGuard(checkpoints, perHour, clock);
  }

  private static CompletableFuture<Allowance> ask(DeleteGuard guard, BucketName bucket, int n) {
    return guard.ask(bucket, n).toCompletableFuture();
  }

  private boolean stopped(DeleteGuard guard, BucketName bucket) {
    return guard.stopped(bucket).toCompletableFuture().join().isPresent();
  }

  private void confirm(Duration time) {
    save(DeleteGuard.confirmed(PHOTOS, clock.instant().plus(time)));
  }

  private void save(List<Change> changes) {
    checkpoints.save(changes).toCompletableFuture().join();
  }

  @Test
  void asManyAsTheLimitSaysAreDeletedAndTheNextOneStopsTheBucketForWritesToo() {
    assertThat(ask(guard, PHOTOS, 2)).isCompleted();
    assertThat(ask(guard, PHOTOS, 1)).isCompleted();
    assertThat(stopped(guard, PHOTOS)).isFalse();

    assertThat(ask(guard, PHOTOS, 1)).isCompletedExceptionally();

    assertThat(stopped(guard, PHOTOS)).isTrue();
    assertThat(ask(guard, PHOTOS, 0)).isCompletedExceptionally();
    assertThat(ask(guard, OTHER, 3)).as("another bucket").isCompleted();
    assertThat(checkpoints.countRefused().toCompletableFuture().join()).isEqualTo(1);
  }

  @Test
  void anotherStartFindsItStopped() {
    ask(guard, PHOTOS, 4);

    assertThat(ask(started(OptionalInt.of(3)), PHOTOS, 0)).isCompletedExceptionally();
    assertThat(ask(started(OptionalInt.of(99)), PHOTOS, 1)).isCompletedExceptionally();
  }

  @Test
  void withoutALimitNothingIsStoppedAnyLonger() {
    ask(guard, PHOTOS, 4);

    assertThat(ask(started(OptionalInt.empty()), PHOTOS, 1000)).isCompleted();
    assertThat(checkpoints.countRefused().toCompletableFuture().join()).isZero();
  }

  @Test
  void anHourLaterAsManyMayBeDeletedAgain() {
    ask(guard, PHOTOS, 3);
    clock.setAhead(Duration.ofMinutes(58));
    assertThat(ask(guard, OTHER, 3)).isCompleted();
    clock.setAhead(Duration.ofMinutes(61));

    assertThat(ask(guard, PHOTOS, 3)).isCompleted();
    assertThat(ask(guard, OTHER, 1)).isCompletedExceptionally();
  }

  @Test
  void whatWasAskedForAndNotMadeDoesNotCount() {
    Allowance asked = ask(guard, PHOTOS, 3).join();
    guard.made(asked, 1);

    assertThat(ask(guard, PHOTOS, 2)).isCompleted();
    assertThat(ask(guard, PHOTOS, 1)).isCompletedExceptionally();
  }

  @Test
  void confirmedItGoesOnWithoutALimitForThatTimeOnly() {
    ask(guard, PHOTOS, 4);
    confirm(Duration.ofHours(2));
    assertThat(stopped(guard, PHOTOS)).isFalse();

    assertThat(ask(guard, PHOTOS, 1000)).isCompleted();
    assertThat(ask(started(OptionalInt.of(3)), PHOTOS, 1000)).as("another start").isCompleted();

    clock.setAhead(Duration.ofHours(2));
    assertThat(ask(guard, PHOTOS, 4)).isCompletedExceptionally();
    assertThat(stopped(guard, PHOTOS)).isTrue();
  }

  @Test
  void aBucketThatWasRemovedWithMoreInItStays() {
    List<BucketName> removed = new ArrayList<>();
    long[] objects = {4};
    BucketSizes sizes =
        bucket ->
            CompletableFuture.completedFuture(Optional.of(new BucketSizes.Size(objects[0], 1)));
    GuardedRemovals removals = new GuardedRemovals(new Removals(removed), sizes, guard);

    assertThat(removals.removeWithContents(PHOTOS, DeleteGuardTest::goOn))
        .isCompletedExceptionally();
    objects[0] = 1;
    assertThat(removals.removeWithContents(PHOTOS, DeleteGuardTest::goOn))
        .as("it is stopped")
        .isCompletedExceptionally();
    assertThat(removed).isEmpty();

    confirm(Duration.ofHours(1));
    assertThat(removals.removeWithContents(PHOTOS, DeleteGuardTest::goOn)).isCompleted();
    assertThat(removed).containsExactly(PHOTOS);
  }

  @Test
  void ofARemovalThatBrokeOffOnlyWhatIsGoneCounts() {
    long[] objects = {3};
    BucketSizes sizes =
        bucket ->
            CompletableFuture.completedFuture(Optional.of(new BucketSizes.Size(objects[0], 1)));
    BucketOperations breakingOff =
        new Removals(new ArrayList<>()) {
          @Override
          public CompletionStage<Void> removeWithContents(
              BucketName bucket, Supplier<? extends CompletionStage<Void>> goOn) {
            objects[0]--;
            return CompletableFuture.failedFuture(new IllegalStateException("it broke off"));
          }
        };
    GuardedRemovals removals = new GuardedRemovals(breakingOff, sizes, guard);

    for (int i = 0; i < 3; i++) {
      assertThat(removals.removeWithContents(PHOTOS, DeleteGuardTest::goOn))
          .isCompletedExceptionally();
    }

    assertThat(objects[0]).as("it went on").isZero();
    assertThat(stopped(guard, PHOTOS)).isFalse();
    assertThat(ask(guard, PHOTOS, 1)).isCompletedExceptionally();
  }

  private static class Removals implements BucketOperations {
    private final List<BucketName> removed;

    Removals(List<BucketName> removed) {
      this.removed = removed;
    }

    @Override
    public CompletionStage<Optional<String>> lockDefault(BucketName bucket) {
      return CompletableFuture.completedFuture(Optional.empty());
    }

    @Override
    public CompletionStage<Void> setLockDefault(BucketName bucket, String document) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> removeContents(
        BucketName bucket, Supplier<? extends CompletionStage<Void>> goOn) {
      return removeWithContents(bucket, goOn);
    }

    @Override
    public CompletionStage<Void> removeWithContents(
        BucketName bucket, Supplier<? extends CompletionStage<Void>> goOn) {
      removed.add(bucket);
      return CompletableFuture.completedFuture(null);
    }
  }

  private static CompletableFuture<Void> goOn() {
    return CompletableFuture.completedFuture(null);
  }
}
