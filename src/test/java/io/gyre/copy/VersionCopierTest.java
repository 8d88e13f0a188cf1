package io.gyre.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.copy.CopyTask.Intent;
import io.gyre.log.BucketName;
import io.gyre.log.Versioning;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionCopierTest {
  private static final BucketName BUCKET = BucketName.parse("b");
  private static final String KEY = "k";

  private final FakeZones zones = new FakeZones();
  private final DestinationVersioning versioning =
      new DestinationVersioning(
          zones, new NoJournal(), Runnable::run, () -> CompletableFuture.completedFuture(null));
  private final VersionCopier copier = new VersionCopier(zones, versioning);

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

  private List<Ended> bring(CopyTask... tasks) throws Exception {
    return copier
        .bring(BUCKET, KEY, List.of(tasks))
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private static CopyTask task(Intent intent, String instance, long epoch) {
    return new CopyTask(
        KEY,
        instance,
        intent,
        epoch == 0 ? OptionalLong.empty() : OptionalLong.of(epoch),
        "alice",
        Instant.EPOCH,
        CopyTask.UNKNOWN_SIZE,
        false,
        false);
  }

  private void sourcePut(String id, long epoch) {
    zones.source(KEY).put(id, OptionalLong.of(epoch), Instant.ofEpochSecond(epoch));
  }

  @Test
  void aNewVersionOnTopCostsTwoLooksAndTheCopy() throws Exception {
    versioning.wants(BUCKET, Versioning.ENABLED);
    sourcePut("V2", 2);

    assertThat(bring(task(Intent.WRITE, "V2", 2)))
        .containsExactly(new Ended(CopyOutcome.COPIED, 1));

    assertThat(zones.calls)
        .containsExactly(
            "state?", "state ENABLED", "list destination", "relay V2", "list destination");
  }

  @Test
  void aVersionThatIsNotSelectedIsLeftOutAndTheOthersKeepTheirPlaces() throws Exception {
    versioning.wants(BUCKET, Versioning.ENABLED);
    zones.unselected.add("V2");
    sourcePut("V1", 1);
    sourcePut("V2", 2);
    sourcePut("V3", 3);

    assertThat(
            bring(
                task(Intent.WRITE, "V1", 1),
                task(Intent.WRITE, "V2", 2),
                task(Intent.WRITE, "V3", 3)))
        .extracting(Ended::outcome)
        .containsExactly(CopyOutcome.COPIED, CopyOutcome.UNSELECTED, CopyOutcome.COPIED);
    assertThat(zones.destination(KEY).seen()).containsExactly("V3 3 *", "V1 1");
  }

  /** Say its tags have changed. */
  @Test
  void aCopyOfWhatIsNoLongerSelectedStaysUntilTheSourceNoLongerHasIt() throws Exception {
    versioning.wants(BUCKET, Versioning.ENABLED);
    sourcePut("V1", 1);
    bring(task(Intent.WRITE, "V1", 1));
    zones.unselected.add("V1");

    for (Intent intent : List.of(Intent.WRITE, Intent.REMOVE)) {
      assertThat(bring(task(intent, "V1", 1)))
          .extracting(Ended::outcome)
          .containsExactly(CopyOutcome.UNSELECTED);
      assertThat(zones.destination(KEY).seen()).containsExactly("V1 1 *");
    }

    zones.source(KEY).remove("V1");
    assertThat(bring(task(Intent.REMOVE, "V1", 1)))
        .extracting(Ended::outcome)
        .containsExactly(CopyOutcome.DELETED);
    assertThat(zones.destination(KEY).seen()).isEmpty();
  }

  /** It cannot be lifted, and need not be in its place. */
  @Test
  void aMisplacedCopyOfWhatIsNoLongerSelectedDoesNotKeepItsKeyFromComingToRest() throws Exception {
    versioning.wants(BUCKET, Versioning.ENABLED);
    sourcePut("V1", 1);
    sourcePut("V2", 2);
    sourcePut("V3", 3);
    zones.destination(KEY).put("V2", OptionalLong.of(1), Instant.ofEpochSecond(2));
    zones.destination(KEY).put("V1", OptionalLong.of(2), Instant.ofEpochSecond(1));
    zones.unselected.add("V2");

    assertThat(bring(task(Intent.WRITE, "V1", 1), task(Intent.WRITE, "V3", 3)))
        .extracting(Ended::outcome)
        .containsExactly(CopyOutcome.CURRENT, CopyOutcome.COPIED);

    assertThat(zones.destination(KEY).seen()).startsWith("V3 3 *").hasSize(3);
  }

  @Test
  void theRemovalOfAVersionThatWasNeverCopiedIsNothing() throws Exception {
    versioning.wants(BUCKET, Versioning.ENABLED);
    zones.unselected.add("V2");
    sourcePut("V1", 1);
    bring(task(Intent.WRITE, "V1", 1));

    bring(task(Intent.REMOVE, "V2", 2));

    assertThat(zones.destination(KEY).seen()).containsExactly("V1 1 *");
    assertThat(zones.calls).doesNotContain("remove V2");
  }

  @Test
  void anEntryReadAgainDoesNotDisturbWhatCameLater() throws Exception {
    versioning.wants(BUCKET, Versioning.ENABLED);
    sourcePut("V2", 2);
    bring(task(Intent.WRITE, "V2", 2));
    sourcePut("V3", 3);
    bring(task(Intent.WRITE, "V3", 3));
    zones.source(KEY).remove("V3");
    bring(task(Intent.REMOVE, "V3", 4));
    assertThat(zones.destination(KEY).seen()).containsExactly("V2 2 *");

    assertThat(bring(task(Intent.WRITE, "V2", 2), task(Intent.WRITE, "V3", 3)))
        .extracting(Ended::outcome)
        .containsExactly(CopyOutcome.CURRENT, CopyOutcome.SUPERSEDED);

    assertThat(zones.destination(KEY).seen()).containsExactly("V2 2 *");
  }

  @Test
  void aWriteThatWentAstrayIsMadeAgainAndWhatItDamagedToo() throws Exception {
    versioning.wants(BUCKET, Versioning.ENABLED);
    sourcePut("null", 2);
    bring(task(Intent.WRITE, "", 2));
    sourcePut("V3", 3);
    zones.astray.add("V3");

    assertThat(bring(task(Intent.WRITE, "V3", 3)))
        .containsExactly(new Ended(CopyOutcome.COPIED, 1));

    assertThat(zones.destination(KEY).seen()).containsExactly("V3 3 *", "null 2");
  }

  @Test
  void whatAWriteThatWentAstrayMadeGoesWhereTheSourceHasNothing() throws Exception {
    versioning.wants(BUCKET, Versioning.ENABLED);
    sourcePut("V3", 3);
    zones.astray.add("V3");

    bring(task(Intent.WRITE, "V3", 3));

    assertThat(zones.destination(KEY).seen()).containsExactly("V3 3 *");
  }

  @Test
  void theNullMarkerThatAWriteWentAstrayOntoIsMadeAgain() throws Exception {
    versioning.wants(BUCKET, Versioning.ENABLED);
    zones.source(KEY).mark("null", OptionalLong.of(2), Instant.EPOCH);
    bring(task(Intent.MARK, "null", 2));
    sourcePut("V3", 3);
    zones.astray.add("V3");

    bring(task(Intent.WRITE, "V3", 3));

    assertThat(zones.destination(KEY).seen()).containsExactly("V3 3 *", "null marker");
  }

  @Test
  void aVersionThatWasGivenAwayIsWrittenAgainInItsPlace() throws Exception {
    versioning.wants(BUCKET, Versioning.ENABLED);
    for (long epoch = 2; epoch <= 4; epoch++) {
      sourcePut("V" + epoch, epoch);
      bring(task(Intent.WRITE, "V" + epoch, epoch));
    }
    zones.givenAway.addAll(List.of("V3", "V4"));

    assertThat(bring(task(Intent.WRITE, "V3", 0), task(Intent.WRITE, "V4", 0)))
        .extracting(Ended::outcome)
        .containsOnly(CopyOutcome.COPIED);

    assertThat(zones.givenAway).isEmpty();
    assertThat(zones.destination(KEY).seen()).containsExactly("V4 4 *", "V3 3", "V2 2");
  }

  @Test
  void oneThatBecameCurrentByARemovalStaysSoWhenItIsWrittenAgain() throws Exception {
    versioning.wants(BUCKET, Versioning.ENABLED);
    sourcePut("V2", 2);
    bring(task(Intent.WRITE, "V2", 2));
    sourcePut("V3", 3);
    bring(task(Intent.WRITE, "V3", 3));
    zones.source(KEY).remove("V3");
    bring(task(Intent.REMOVE, "V3", 4));
    zones.givenAway.add("V2");

    bring(task(Intent.WRITE, "V2", 0));

    assertThat(zones.givenAway).isEmpty();
    assertThat(zones.destination(KEY).seen()).containsExactly("V2 2 *");
  }

  @Test
  void stackedMarkersAreBothMade() throws Exception {
    versioning.wants(BUCKET, Versioning.ENABLED);
    FakeVersions source = zones.source(KEY);
    source.mark("M3", OptionalLong.of(3), Instant.EPOCH);
    sourcePut("V4", 4);
    source.mark("M5", OptionalLong.of(5), Instant.EPOCH);
    source.remove("V4");

    bring(task(Intent.MARK, "M3", 3), task(Intent.MARK, "M5", 5));

    assertThat(zones.destination(KEY).seen()).containsExactly("M5 marker *", "M3 marker");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mark M5 above the placeholder", "remove gyre-placeholder"})
  void thePlaceholderThatAFailureLeftGoesWithTheNextAttempt(String fault) throws Exception {
    versioning.wants(BUCKET, Versioning.ENABLED);
    FakeVersions source = zones.source(KEY);
    source.mark("M3", OptionalLong.of(3), Instant.EPOCH);
    sourcePut("V4", 4);
    source.mark("M5", OptionalLong.of(5), Instant.EPOCH);
    source.remove("V4");
    bring(task(Intent.MARK, "M3", 3));
    zones.failing.add(fault);

    assertThat(copier.bring(BUCKET, KEY, List.of(task(Intent.MARK, "M5", 5))))
        .isCompletedExceptionally();
    assertThat(zones.destination(KEY).has("gyre-placeholder")).isTrue();

    bring(task(Intent.MARK, "M5", 5));
    assertThat(zones.destination(KEY).seen()).containsExactly("M5 marker *", "M3 marker");
  }

  @Test
  void aPlaceholderThatAKilledProcessLeftGoesWithAnyWorkOnItsKey() throws Exception {
    versioning.wants(BUCKET, Versioning.ENABLED);
    sourcePut("V2", 2);
    bring(task(Intent.WRITE, "V2", 2));
    zones.writePlaceholder(new ObjectVersion(BUCKET, KEY, "gyre-placeholder"));

    assertThat(bring(task(Intent.WRITE, "V2", 2)))
        .extracting(Ended::outcome)
        .containsExactly(CopyOutcome.CURRENT);

    assertThat(zones.destination(KEY).seen()).containsExactly("V2 2 *");
  }

  @Test
  void alsoWithANewVersionOnTop() throws Exception {
    versioning.wants(BUCKET, Versioning.ENABLED);
    sourcePut("V2", 2);
    bring(task(Intent.WRITE, "V2", 2));
    zones.writePlaceholder(new ObjectVersion(BUCKET, KEY, "gyre-placeholder"));
    sourcePut("V4", 4);

    bring(task(Intent.WRITE, "V4", 4));

    assertThat(zones.destination(KEY).seen()).containsExactly("V4 4 *", "V2 2");
  }

  @Test
  void aVersionOfThatNameWhichTheSourceHasStays() throws Exception {
    versioning.wants(BUCKET, Versioning.ENABLED);
    sourcePut("gyre-placeholder", 2);

    bring(task(Intent.WRITE, "gyre-placeholder", 2));
    bring(task(Intent.WRITE, "gyre-placeholder", 2));

    assertThat(zones.destination(KEY).seen()).containsExactly("gyre-placeholder 2 *");
  }

  @Test
  void aWriteOfAttributesOfAVersionThatIsNotThereYetIsLeftToItsLink() throws Exception {
    versioning.wants(BUCKET, Versioning.ENABLED);
    assertThat(bring(task(Intent.WRITE, "V2", 0)))
        .containsExactly(new Ended(CopyOutcome.SUPERSEDED, 0));
  }

  @Test
  void whatIsStillAtTheSourceIsNeverRemoved() throws Exception {
    versioning.wants(BUCKET, Versioning.ENABLED);
    sourcePut("V2", 2);
    bring(task(Intent.WRITE, "V2", 2));

    bring(task(Intent.REMOVE, "V2", 3));

    assertThat(zones.destination(KEY).seen()).containsExactly("V2 2 *");
  }

  @Test
  void nullVersionsAreWrittenWhileSuspendedAndTheStateIsSetBack() throws Exception {
    versioning.wants(BUCKET, Versioning.ENABLED);
    zones.source(KEY).put("null", OptionalLong.empty(), Instant.ofEpochSecond(1));
    sourcePut("V2", 2);

    bring(task(Intent.WRITE, "", 0), task(Intent.WRITE, "V2", 2));

    assertThat(zones.destination(KEY).seen()).containsExactly("V2 2 *", "null 1");
    versioning.settle().toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertThat(zones.state).isEqualTo(Versioning.ENABLED);
  }

  /** Where it was never enabled, the key could not be removed again. */
  @Test
  void aNullVersionWithAnEpochIsNotWrittenWhereVersioningWasNeverEnabled() throws Exception {
    versioning.wants(BUCKET, Versioning.NEVER);
    zones.source(KEY).put("null", OptionalLong.of(5), Instant.ofEpochSecond(1));
    zones.destination(KEY).put("null", OptionalLong.empty(), Instant.EPOCH);

    bring(task(Intent.WRITE, "", 5));

    assertThat(zones.calls).containsSubsequence("state SUSPENDED", "relay null");
    assertThat(zones.destination(KEY).seen()).containsExactly("null 1 *");
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  /**
   * A random history of one key; its log is worked through in pieces, some of it again, with what
   * the source has by then. In the end both zones show the same.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void anyHistoryEndsEqual(long seed) throws Exception {
    Random random = new Random(seed);
    versioning.wants(BUCKET, Versioning.ENABLED);
    List<CopyTask> log = new ArrayList<>();
    int done = 0;
    for (int step = 1; step <= 40; step++) {
      userDoes(random, step, log);
      if (random.nextInt(4) == 0) {
        int again = random.nextInt(done + 1);
        work(log.subList(again, log.size()));
        done = log.size();
      }
    }
    work(log.subList(random.nextInt(done + 1), log.size()));
    assertThat(zones.destination(KEY).seen())
        .as("seed %d: %s", seed, zones.destination(KEY))
        .isEqualTo(zones.source(KEY).seen());
  }

  /** As the ledger hands them out: of each version the last, in the order of the last. */
  private void work(List<CopyTask> entries) throws Exception {
    CopyLedger<Integer> ledger = new CopyLedger<>();
    for (int i = 0; i < entries.size(); i++) {
      ledger.add(i, List.of(entries.get(i)));
    }
    if (!entries.isEmpty()) {
      bring(ledger.next().orElseThrow().tasks().toArray(CopyTask[]::new));
    }
  }

  private void userDoes(Random random, int step, List<CopyTask> log) {
    FakeVersions source = zones.source(KEY);
    Instant now = Instant.ofEpochSecond(step);
    String id = "v" + step;
    switch (random.nextInt(7)) {
      case 0, 1 -> {
        source.put(id, OptionalLong.empty(), now);
        log.add(task(Intent.WRITE, id, epochOf(id)));
      }
      case 2 -> {
        source.put("null", OptionalLong.empty(), now);
        log.add(task(Intent.WRITE, "", epochOf("null")));
      }
      case 3 -> {
        if (source.mark(id, OptionalLong.empty(), now)) {
          log.add(task(Intent.MARK, id, epochOf(id)));
        }
      }
      case 4 -> {
        if (source.mark("null", OptionalLong.empty(), now)) {
          log.add(task(Intent.MARK, "", epochOf("null")));
        }
      }
      default -> {
        List<String> ids = new ArrayList<>();
        source.list(KEY).forEach(row -> ids.add(row.versionId()));
        if (!ids.isEmpty()) {
          Collections.shuffle(ids, random);
          source.remove(ids.get(0));
          log.add(task(Intent.REMOVE, ids.get(0).equals("null") ? "" : ids.get(0), 1000 + step));
        }
      }
    }
  }

  private long epochOf(String id) {
    return zones.source(KEY).find(id).orElseThrow().olhEpoch().orElse(0);
  }
}
