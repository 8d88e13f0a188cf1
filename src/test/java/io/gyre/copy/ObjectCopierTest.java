package io.gyre.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.copy.CopyTask.Intent;
import io.gyre.copy.ObjectCopier.Result;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.failure.RetryPolicy;
import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectCopierTest {
  private static final BucketName BUCKET = new BucketName("", "photos");
  private static final Instant MTIME = Instant.parse("2026-01-01T00:00:00Z");
  private static final RetryPolicy RETRIES =
      new RetryPolicy(
          Duration.ofMillis(400),
          Duration.ofMillis(1600),
          4,
          Duration.ofSeconds(60),
          Duration.ofSeconds(600),
          Duration.ofMinutes(1));

  private final ScriptedObjectStore store = new ScriptedObjectStore();
  private final List<Duration> pauses = new ArrayList<>();
  private final ObjectCopier copier = copier(RETRIES);

  private ObjectCopier copier(RetryPolicy retries) {
    return new ObjectCopier(
        new ZoneKeyCopier(store, store.states()),
        new FairGate(10, Long.MAX_VALUE, Runnable::run),
        retries,
        pause -> {
          pauses.add(pause);
          return CompletableFuture.completedFuture(null);
        },
        () -> 1.0);
  }

  @Test
  void whatIsCopiedIsSaidWithItsBytes() {
    store.answers(new RelayResult.Copied(5, MTIME, true));

    assertThat(copy(task("a", Intent.WRITE))).isCompletedWithValue(done(CopyOutcome.COPIED, 5));
  }

  @Test
  void anEtagThatCouldNotBeKeptIsAnOutcomeOfItsOwn() {
    store.answers(new RelayResult.Copied(5, MTIME, false));

    assertThat(copy(task("a", Intent.WRITE)))
        .isCompletedWithValue(done(CopyOutcome.COPIED_ETAG_DIFFERS, 5));
  }

  @Test
  void whatIsNotSelectedIsNeitherCopiedNorRemovedWhateverTheLogSaid() {
    for (Intent intent : Intent.values()) {
      store.answers(new RelayResult.Unselected());

      assertThat(copy(task("a", intent))).isCompletedWithValue(done(CopyOutcome.UNSELECTED, 0));
    }
    assertThat(store.removed).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "TRANSIENT,503,4",
    "CORRUPT,503,4",
    "CORRUPT,0,4",
    "UNKNOWN_OUTCOME,503,1",
    "THROTTLED,503,8",
    "DENIED,503,2",
    "INVALID,503,2",
    "INVALID,0,2"
  })
  void theClassOfTheFailureDecidesHowOftenItIsTried(
      FailureClass failureClass, int status, int attempts) {
    store.failsWith(failure(failureClass, status));

    CompletableFuture<Result> result = copy(task("a", Intent.WRITE));

    assertThat(result).isCompletedWithValue(failed(failureClass, attempts));
    assertThat(store.relayed).hasSize(attempts);
    assertThat(copier.failedAttempts()).isEqualTo(attempts);
  }

  @Test
  void thePausesGrowToTheirBound() {
    store.failsWith(failure(FailureClass.THROTTLED, 503));

    copy(task("a", Intent.WRITE));

    assertThat(pauses)
        .extracting(Duration::toMillis)
        .containsExactly(400L, 800L, 1600L, 1600L, 1600L, 1600L, 1600L);
  }

  @Test
  void afterAFailureItIsTriedAgainAndSucceeds() {
    store.failsOnceWith(failure(FailureClass.TRANSIENT, 500));

    assertThat(copy(task("a", Intent.WRITE))).isCompletedWithValue(done(CopyOutcome.COPIED, 1));
  }

  @Test
  void duringAnOutageAttemptsWithoutAnAnswerAreNotCountedUpToABound() {
    store.failsWith(failure(FailureClass.TRANSIENT, 0));

    CompletableFuture<Result> result = copy(task("a", Intent.WRITE));

    int attempts = ObjectCopier.MAX_UNCOUNTED + RETRIES.attempts();
    assertThat(result).isCompletedWithValue(failed(FailureClass.TRANSIENT, attempts));
  }

  @ParameterizedTest
  @ValueSource(strings = {"InvalidAccessKeyId", "SignatureDoesNotMatch", "RequestTimeTooSkewed"})
  void aRefusalOfOurCredentialsIsAnOutage(String code) {
    store.failsWith(new GatewayException(FailureClass.DENIED, 403, code, "refused", null));

    CompletableFuture<Result> result = copy(task("a", Intent.WRITE));

    assertThat(result)
        .isCompletedWithValueMatching(
            ended ->
                ended instanceof Result.Failed failed
                    && failed.attempts() > ObjectCopier.MAX_UNCOUNTED);
  }

  /** However long it lasts, and whatever others achieve: nothing is known of the object. */
  @Test
  void attemptsForWhichNothingWasSentNeverCount() {
    int outage = 2 * ObjectCopier.MAX_UNCOUNTED;
    store.failsWith(GatewayException.notSent("", "of the test", null));
    store.meanwhile =
        () -> {
          copy(task("other", Intent.WRITE));
          if (pauses.size() == outage) {
            store.failsWith(failure(FailureClass.TRANSIENT, 500));
          }
        };

    CompletableFuture<Result> result = copy(task("a", Intent.WRITE));

    assertThat(result).isCompletedWithValue(failed(FailureClass.TRANSIENT, RETRIES.attempts()));
  }

  /** As when the destination's lease could not be renewed: what waits goes on once it is held. */
  @Test
  void whatWasNotSentIsTriedAgainWithinSecondsHoweverLongThatLasts() {
    Duration second = Duration.ofSeconds(1);
    RetryPolicy patient =
        new RetryPolicy(second, second.multipliedBy(30), 4, second, second, second);
    store.failsWith(GatewayException.notSent("", "of the test", null));
    store.meanwhile =
        () -> {
          if (pauses.size() == 8) {
            store.failsWith(failure(FailureClass.INVALID, 400));
          }
        };

    copier(patient).copy(BUCKET, true, List.of(task("a", Intent.WRITE)));

    assertThat(pauses.subList(0, 8))
        .extracting(Duration::toSeconds)
        .containsExactly(1L, 2L, 4L, 5L, 5L, 5L, 5L, 5L);
  }

  @Test
  void aWriteWithoutAnAnswerIsNotTriedAgainNotEvenDuringAnOutage() {
    store.failsWith(failure(FailureClass.UNKNOWN_OUTCOME, 0));

    CompletableFuture<Result> result = copy(task("a", Intent.WRITE));

    assertThat(result).isCompletedWithValue(failed(FailureClass.UNKNOWN_OUTCOME, 1));
    assertThat(store.relayed).containsExactly("a");
  }

  @Test
  void whatWaitsForTheSameKeyEndsLikeAWriteWithoutAnAnswerAndIsNotTried() {
    List<CompletableFuture<Result>> waiting = new ArrayList<>();
    store.failsOnceWith(failure(FailureClass.UNKNOWN_OUTCOME, 0));
    store.meanwhile =
        () -> {
          store.meanwhile = () -> {};
          waiting.add(copy(task("a", Intent.REMOVE)));
          waiting.add(copy(task("a", Intent.WRITE)));
        };

    copy(task("a", Intent.WRITE));

    assertThat(waiting)
        .hasSize(2)
        .allSatisfy(
            result ->
                assertThat(result).isCompletedWithValue(failed(FailureClass.UNKNOWN_OUTCOME, 1)));
    assertThat(store.relayed).containsExactly("a");
    assertThat(copy(task("a", Intent.WRITE))).isCompletedWithValue(done(CopyOutcome.COPIED, 1));
  }

  @Test
  void whileOtherCopiesSucceedAttemptsWithoutAnAnswerCount() {
    store.failsWith(failure(FailureClass.TRANSIENT, 0));
    store.meanwhile = () -> copy(task("other", Intent.WRITE));

    CompletableFuture<Result> result = copy(task("a", Intent.WRITE));

    assertThat(result).isCompletedWithValue(failed(FailureClass.TRANSIENT, 4));
  }

  @Test
  void onAKeyOneOperationIsUnderWay() {
    store.hold("a");
    CompletableFuture<Result> first = copy(task("a", Intent.WRITE));
    CompletableFuture<Result> second = copy(task("a", Intent.WRITE));
    copy(task("b", Intent.WRITE));
    assertThat(store.relayed).containsExactly("a", "b");

    store.release("a");

    assertThat(first).isCompleted();
    assertThat(second).isCompleted();
    assertThat(store.relayed).containsExactly("a", "b", "a");
  }

  @Test
  void aRecheckSparesWhatTheDestinationAlreadyHas() {
    store.destination = Optional.of(there(Optional.of(MTIME)));

    assertThat(copy(recheck("a"))).isCompletedWithValue(done(CopyOutcome.CURRENT, 0));
    assertThat(store.relayed).isEmpty();
  }

  @Test
  void aRecheckCopiesWhatIsOlderNotACopyOrMissing() {
    store.destination = Optional.of(there(Optional.of(MTIME.minusNanos(1))));
    copy(recheck("older"));
    store.destination = Optional.of(there(Optional.empty()));
    copy(recheck("no-copy"));
    store.destination = Optional.empty();
    copy(recheck("missing"));

    assertThat(store.relayed).containsExactly("older", "no-copy", "missing");
  }

  @Test
  void aVerificationComparesWhatBothEndsHaveNowAndMendsTheAttributes() {
    store.source = List.of(atSource(MTIME));
    store.destination = Optional.of(there(Optional.of(MTIME)));

    assertThat(copy(verification(Intent.WRITE))).isCompletedWithValue(done(CopyOutcome.CURRENT, 0));

    assertThat(store.relayed).isEmpty();
    assertThat(store.attributesOf).containsExactly("a");
  }

  @Test
  void aVerificationCopiesWhatDiffersOrVanishesMeanwhile() {
    store.source = List.of(atSource(MTIME.plusSeconds(1)));
    store.destination = Optional.of(there(Optional.of(MTIME)));
    assertThat(copy(verification(Intent.REMOVE))).isCompletedWithValue(done(CopyOutcome.COPIED, 1));

    store.source = List.of(atSource(MTIME));
    store.attributesAnswer = false;
    assertThat(copy(verification(Intent.WRITE))).isCompletedWithValue(done(CopyOutcome.COPIED, 1));
    assertThat(store.relayed).containsExactly("a", "a");
  }

  @Test
  void aVerificationRemovesAWriteThatLandedAfterItsRemovalAtTheSource() {
    store.answers(new RelayResult.Gone(false));
    store.destination = Optional.of(there(Optional.of(MTIME)));

    assertThat(copy(verification(Intent.REMOVE)))
        .isCompletedWithValue(done(CopyOutcome.DELETED, 0));
    assertThat(store.removed).containsExactly("a");
  }

  @Test
  void aRemovalHappensOnlyOnceTheSourceProvesTheAbsence() {
    store.answers(new RelayResult.Gone(false));

    assertThat(copy(task("a", Intent.REMOVE))).isCompletedWithValue(done(CopyOutcome.DELETED, 0));
    assertThat(store.removed).containsExactly("a");
  }

  @Test
  void aRemovalOfWhatTheSourceHasAgainBecomesACopy() {
    assertThat(copy(task("a", Intent.REMOVE))).isCompletedWithValue(done(CopyOutcome.COPIED, 1));
    assertThat(store.removed).isEmpty();
  }

  @Test
  void aFailureProvesNoAbsence() {
    store.failsWith(failure(FailureClass.TRANSIENT, 404));

    assertThat(copy(task("a", Intent.REMOVE)).join()).isInstanceOf(Result.Failed.class);
    assertThat(store.removed).isEmpty();
  }

  @Test
  void aWriteOfWhatIsGoneIsSupersededByItsRemoval() {
    store.answers(new RelayResult.Gone(false));

    assertThat(copy(task("a", Intent.WRITE))).isCompletedWithValue(done(CopyOutcome.SUPERSEDED, 0));
    assertThat(store.removed).isEmpty();
  }

  private CompletableFuture<Result> copy(CopyTask task) {
    return copier.copy(BUCKET, true, List.of(task)).toCompletableFuture();
  }

  private static Result done(CopyOutcome outcome, long bytes) {
    return new Result.Done(List.of(new Ended(outcome, bytes)));
  }

  private static Result failed(FailureClass failureClass, int attempts) {
    return new Result.Failed(failureClass, "of the test", attempts, false);
  }

  private static CopyTask task(String key, Intent intent) {
    return new CopyTask(
        key, "", intent, OptionalLong.empty(), "", MTIME, CopyTask.UNKNOWN_SIZE, false, false);
  }

  private static CopyTask recheck(String key) {
    return new CopyTask(key, "", Intent.WRITE, OptionalLong.empty(), "", MTIME, 1, true, true);
  }

  private static CopyTask verification(Intent intent) {
    return new CopyTask(
        "a",
        "",
        intent,
        OptionalLong.empty(),
        "",
        CopyTask.UNKNOWN_MTIME,
        CopyTask.UNKNOWN_SIZE,
        false,
        true);
  }

  private static ListedVersion atSource(Instant mtime) {
    return new ListedVersion(
        "a", "null", false, true, OptionalLong.empty(), mtime, "etag", 1, "owner", "");
  }

  private static DestinationVersion there(Optional<Instant> sourceMtime) {
    return new DestinationVersion("null", 1, "etag", sourceMtime);
  }

  private static GatewayException failure(FailureClass failureClass, int status) {
    return new GatewayException(failureClass, status, "", "of the test", null);
  }
}
