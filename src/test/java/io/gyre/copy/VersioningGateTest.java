package io.gyre.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.copy.DestinationVersioning.Need;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.log.Versioning;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Listings of versions and writes of null versions take turns. */
class VersioningGateTest {
  private static final BucketName BUCKET = BucketName.parse("b");

  private final FakeZones zones = new FakeZones();
  private final VersioningGate gate =
      new VersioningGate(BUCKET, false, zones, new NoJournal(), Runnable::run, this::pause);
  private final List<String> begun = new ArrayList<>();
  private final Deque<CompletableFuture<Void>> pauses = new ArrayDeque<>();

  private static final class NoJournal implements DestinationVersioning.Journal {
    @Override
    public CompletionStage<Void> unsettled(BucketName bucket, Versioning finalState) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> settled(BucketName bucket) {
      return CompletableFuture.completedFuture(null);
    }
  }

  @BeforeEach
  void suspend() {
    zones.state = Versioning.SUSPENDED;
    gate.wants(Versioning.SUSPENDED);
  }

  private CompletionStage<Void> pause() {
    CompletableFuture<Void> pause = new CompletableFuture<>();
    pauses.add(pause);
    return pause;
  }

  private static GatewayException unanswered() {
    return new GatewayException(FailureClass.UNKNOWN_OUTCOME, "took too long", null);
  }

  /** Runs until it is completed by the test. */
  private CompletableFuture<String> begin(Need need, String name) {
    CompletableFuture<String> end = new CompletableFuture<>();
    gate.run(
        need,
        () -> {
          begun.add(name);
          return end;
        });
    return end;
  }

  @Test
  void aListingWaitsForNullVersionsUnderWay() {
    CompletableFuture<String> first = begin(VersionRequest.WRITE_NULL, "null 1");
    CompletableFuture<String> second = begin(VersionRequest.WRITE_NULL, "null 2");
    begin(Need.LOOK, "look");

    first.complete("");
    assertThat(begun).containsExactly("null 1", "null 2");

    second.complete("");
    assertThat(begun).containsExactly("null 1", "null 2", "look");
  }

  @Test
  void whatNeedNotWaitBeginsAtOnce() {
    Deque<Runnable> later = new ArrayDeque<>();
    VersioningGate plain =
        new VersioningGate(BUCKET, false, zones, new NoJournal(), later::add, this::pause);
    plain.wants(Versioning.NEVER);
    later.clear();

    plain.run(
        VersionRequest.WRITE_PLAIN,
        () -> {
          begun.add("plain");
          return new CompletableFuture<Void>();
        });

    assertThat(begun).containsExactly("plain");
    assertThat(later).isEmpty();
  }

  @Test
  void aNullVersionWaitsForListingsUnderWay() {
    CompletableFuture<String> look = begin(Need.LOOK, "look");
    begin(VersionRequest.WRITE_NULL, "null");
    assertThat(begun).containsExactly("look");

    look.complete("");
    assertThat(begun).containsExactly("look", "null");
  }

  @Test
  void aListingWaitsForNoVersionWithAnId() {
    gate.wants(Versioning.ENABLED);
    begin(VersionRequest.WRITE_ID, "version");
    begin(Need.LOOK, "look");

    assertThat(begun).containsExactly("version", "look");
  }

  @Test
  void oneKindDoesNotKeepTheOtherFromItsTurnForEver() {
    CompletableFuture<String> end = begin(VersionRequest.WRITE_NULL, "null");
    begin(Need.LOOK, "look");
    for (int i = 0; i < 1000; i++) {
      CompletableFuture<String> next = begin(VersionRequest.WRITE_NULL, "null");
      end.complete("");
      end = next;
    }

    assertThat(begun).contains("look").hasSizeLessThan(1000);
  }

  @Test
  void aBucketIsNotSwitchedWhileAWriteMayStillBeMade() {
    CompletableFuture<String> lost = begin(VersionRequest.WRITE_NULL, "null 1");
    lost.completeExceptionally(unanswered());
    begin(VersionRequest.WRITE_ID, "version");
    begin(VersionRequest.WRITE_NULL, "null 2").complete("");

    assertThat(begun).as("what this state serves").containsExactly("null 1", "null 2");
    assertThat(zones.state).isEqualTo(Versioning.SUSPENDED);

    pauses.remove().complete(null);
    assertThat(begun).containsExactly("null 1", "null 2", "version");
    assertThat(zones.state).isEqualTo(Versioning.ENABLED);
  }

  @Test
  void norDoesItGetItsFinalStateBeforeThat() {
    CompletableFuture<String> lost = begin(VersionRequest.WRITE_NULL, "null");
    gate.wants(Versioning.ENABLED);
    lost.completeExceptionally(unanswered());
    CompletionStage<Void> settled = gate.settle();

    assertThat(settled).isNotDone();
    assertThat(zones.state).isEqualTo(Versioning.SUSPENDED);

    pauses.remove().complete(null);
    assertThat(settled).isDone();
    assertThat(zones.state).isEqualTo(Versioning.ENABLED);
  }

  @Test
  void aListingWaitsForANullVersionThatMayStillBeWritten() {
    begin(VersionRequest.WRITE_NULL, "null").completeExceptionally(unanswered());
    begin(Need.LOOK, "look");
    assertThat(begun).containsExactly("null");

    pauses.remove().complete(null);
    assertThat(begun).containsExactly("null", "look");
  }

  @Test
  void whereNothingIsToBeSwitchedNothingIsWaitedFor() {
    begin(VersionRequest.WRITE_NULL, "null").completeExceptionally(unanswered());

    assertThat(gate.settle()).isDone();
  }

  @Test
  void otherFailuresAreNotWaitedFor() {
    begin(VersionRequest.WRITE_NULL, "null")
        .completeExceptionally(new GatewayException(FailureClass.TRANSIENT, "refused", null));
    begin(VersionRequest.WRITE_ID, "version");

    assertThat(begun).containsExactly("null", "version");
    assertThat(pauses).isEmpty();
  }

  /** What waits for the switch gains nothing by their waiting too. */
  @Test
  void meanwhileNotOnlyABatchGoesOn() {
    begin(VersionRequest.WRITE_NULL, "lost").completeExceptionally(unanswered());
    begin(VersionRequest.WRITE_ID, "version");
    for (int i = 0; i < 1000; i++) {
      begin(VersionRequest.WRITE_NULL, "null").complete("");
    }
    assertThat(begun).hasSize(1001).doesNotContain("version");

    pauses.remove().complete(null);
    assertThat(begun).contains("version");
  }

  /** Else two keys that are never answered, one after the other, would hold it for ever. */
  @Test
  void whatWaitsIsHeldByOneSuchWriteAndThoseAlreadyUnderWay() {
    CompletableFuture<String> first = begin(VersionRequest.WRITE_NULL, "null 1");
    CompletableFuture<String> second = begin(VersionRequest.WRITE_NULL, "null 2");
    begin(VersionRequest.WRITE_ID, "version");
    first.completeExceptionally(unanswered());
    second.completeExceptionally(unanswered());

    pauses.remove().complete(null);
    begin(VersionRequest.WRITE_NULL, "null 3");
    assertThat(begun).containsExactly("null 1", "null 2");

    pauses.remove().complete(null);
    assertThat(begun).containsExactly("null 1", "null 2", "version");
  }
}
