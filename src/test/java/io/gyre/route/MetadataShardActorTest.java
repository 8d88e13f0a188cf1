package io.gyre.route;

import static io.gyre.route.Entries.doneTo;
import static io.gyre.route.Entries.marker;
import static io.gyre.route.Entries.metadata;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.LogKind;
import io.gyre.checkpoint.LogShardState;
import io.gyre.log.Watermark;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetadataShardActorTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final RouteFixture route = new RouteFixture();
  private final TestInbox<MetadataShardActor.Gap> gaps = TestInbox.create();

  @AfterEach
  void end() {
    route.close();
  }

  @Test
  void alsoEntriesWithoutAnEndAreAppliedAndEachKeyOfAPageOnce() {
    route.log.metadata(0).add(metadata(1, "user", "ann", false));
    route.log.metadata(0).add(metadata(2, "user", "ann", true));
    route.log.metadata(0).add(metadata(3, "user", "bob", false));
    route.log.metadata(0).add(metadata(4, "user", "ann", true));
    start();

    route.advance(SECOND);

    assertThat(route.metadata.applied).containsExactly("user/ann", "user/bob");
    assertThat(route.logShard(LogKind.METADATA).watermark()).isEqualTo(doneTo(4));
  }

  @Test
  void theWatermarkMovesAfterTheEffects() {
    route.log.metadata(0).add(metadata(1, "user", "ann", true));
    route.metadata.applies.hold();
    start();
    route.advance(SECOND);
    assertThat(route.metadata.applied).hasSize(1);
    assertThat(route.checkpoints.saves()).isEmpty();

    route.metadata.applies.release();
    route.settle();

    assertThat(route.logShard(LogKind.METADATA).position()).isEqualTo(marker(1));
  }

  @Test
  void aPageThatFailedIsWorkedThroughAgainAfterGrowingPauses() {
    route.log.metadata(0).add(metadata(1, "user", "ann", true));
    route.metadata.applies.fail(RouteFixture.REFUSED);
    start();
    route.advance(Duration.ofSeconds(20));
    assertThat(route.checkpoints.saves()).isEmpty();
    List<Duration> pauses = route.log.pausesOf("metadata");
    assertThat(pauses.get(0)).isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
    assertThat(pauses.get(3)).isBetween(Duration.ofMillis(1600), Duration.ofMillis(3200));

    route.metadata.applies.succeed();
    route.advance(Duration.ofSeconds(4));

    assertThat(route.logShard(LogKind.METADATA).position()).isEqualTo(marker(1));
  }

  @Test
  void aGapIsToldOnceAndIsDurableTogetherWithTheWatermarkBeyondIt() {
    savedAt(doneTo(2));
    for (int i = 1; i <= 9; i++) {
      route.log.metadata(0).add(metadata(i, "user", "u" + i, true));
    }
    route.log.metadata(0).trimTo(marker(7));
    route.metadata.applies.fail(RouteFixture.REFUSED);
    start();
    route.advance(Duration.ofSeconds(5));
    assertThat(gaps.getAllReceived()).hasSize(1);
    assertThat(facts()).isEmpty();

    route.metadata.applies.succeed();
    route.advance(Duration.ofSeconds(5));

    assertThat(gaps.getAllReceived()).isEmpty();
    assertThat(route.metadata.applied).endsWith("user/u8", "user/u9");
    assertThat(route.checkpoints.saves().get(1)).hasSize(2).contains(RouteStart.METADATA_DUE);
    assertThat(route.logShard(LogKind.METADATA).position()).isEqualTo(marker(9));
  }

  @Test
  void anEmptyLogWhoseHeadHasPassedUsIsAGapOnce() {
    savedAt(doneTo(2));
    route.log.metadata(0).add(metadata(9, "user", "ann", true));
    route.log.metadata(0).trimTo(marker(9));
    start();

    route.advance(Duration.ofSeconds(10));

    assertThat(gaps.getAllReceived()).hasSize(1);
    assertThat(facts()).containsEntry(RouteStart.METADATA_DONE, "due");
  }

  /** Its entries do not tell whether any came before them. */
  @ParameterizedTest
  @CsvSource({"9, 0", "11, 1"})
  void aLogThatWasEmptyForLongMayHaveAGap(int minutes, int told) {
    savedAt(Watermark.ORIGIN);
    route.advance(Duration.ofMinutes(minutes));
    route.log.metadata(0).add(metadata(1, "user", "ann", true));
    start();

    route.advance(Duration.ofSeconds(10));

    assertThat(gaps.getAllReceived()).hasSize(told);
    assertThat(facts().containsKey(RouteStart.METADATA_DONE)).isEqualTo(told == 1);
  }

  /** It is looked at all the time. */
  @Test
  void aLogThatIsReadAndEmptyForLongHasNone() {
    savedAt(Watermark.ORIGIN);
    start();
    route.advance(Duration.ofMinutes(30));
    route.log.metadata(0).add(metadata(1, "user", "ann", true));

    route.advance(Duration.ofMinutes(2));

    assertThat(route.metadata.applied).containsExactly("user/ann");
    assertThat(gaps.getAllReceived()).isEmpty();
  }

  @Test
  void aLogThatWasTrimmedExactlyToOurMarkerIsNoGap() {
    savedAt(doneTo(2));
    route.log.metadata(0).add(metadata(2, "user", "ann", true));
    route.log.metadata(0).trimTo(marker(2));
    start();

    route.advance(Duration.ofSeconds(10));

    assertThat(gaps.getAllReceived()).isEmpty();
  }

  @Test
  void whoAsksIsToldOnceALaterReadHasComeToTheEnd() {
    TestInbox<MetadataShardActor.AtEnd> ends = TestInbox.create();
    for (int i = 1; i <= 6; i++) {
      route.log.metadata(0).add(metadata(i, "user", "u" + i, true));
    }
    ActorRef<MetadataShardActor.Command> actor = start();
    route.log.answers.hold();
    route.advance(SECOND);
    // The read that is under way began before this is asked.
    route.tell(actor, new MetadataShardActor.AwaitEnd(ends.getRef()));
    route.log.answers.release();
    route.settle();
    assertThat(ends.getAllReceived()).isEmpty();

    route.advance(SECOND);

    assertThat(ends.getAllReceived()).containsExactly(new MetadataShardActor.AtEnd(0));
    assertThat(route.metadata.applied).hasSize(6);
  }

  /** What comes after its end was read is not owed; that a bucket was removed is learnt of. */
  @Test
  void inARouteThatEndsALogIsReadOnceAMinuteAfterItsEnd() {
    try (RouteFixture once = new RouteFixture(true)) {
      once.spawn(MetadataShardActor.create(0, "p", once.services, gaps.getRef()));
      once.advance(Duration.ofMinutes(10));

      assertThat(once.log.pausesOf("metadata"))
          .hasSizeGreaterThan(7)
          .allMatch(pause -> pause.compareTo(Duration.ofSeconds(54)) >= 0)
          .allMatch(pause -> pause.compareTo(Duration.ofSeconds(67)) <= 0);
    }
  }

  @Test
  void aQuietLogIsTrimmedOnceThatIsAllowed() {
    route.log.metadata(0).add(metadata(1, "user", "ann", true));
    route.log.metadata(0).add(metadata(2, "user", "bob", true));
    start();
    route.advance(TrimPace.PAUSE.multipliedBy(2));
    route.trimming.allowed = true;
    route.trimming.asked.clear();

    route.advance(TrimPace.PAUSE.multipliedBy(5));

    assertThat(route.trimming.asked).containsExactly("metadata 0 000001");
  }

  private ActorRef<MetadataShardActor.Command> start() {
    return route.spawn(MetadataShardActor.create(0, "p", route.services, gaps.getRef()));
  }

  private void savedAt(Watermark reached) {
    route.save(
        new Change.LogShardMoved(
            LogShardState.of(LogKind.METADATA, 0, "p", reached, route.clock.instant())));
  }

  private Map<String, String> facts() {
    return route.checkpoints.facts().toCompletableFuture().join();
  }
}
