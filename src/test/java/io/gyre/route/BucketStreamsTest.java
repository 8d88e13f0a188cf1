package io.gyre.route;

import static io.gyre.route.Entries.bucketShard;
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
import io.gyre.log.BucketShard;
import io.gyre.log.ListingPosition;
import io.gyre.log.Watermark;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The streams of a bucket shard: its full pass and a round of its log. */
class BucketStreamsTest {
  private static final BucketShard PHOTOS = bucketShard("photos");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final RouteFixture route = new RouteFixture();

  @AfterEach
  void end() {
    route.close();
  }

  @Test
  void aFullPassGoesOnWhereItWas() {
    route.log.list(PHOTOS, listed("a"), listed("b"), listed("c"));

    CompletableFuture<FullPass.End> pass = pass(full().listedTo(new ListingPosition("b", "null")));

    assertThat(pass).isCompletedWithValue(ended(FullPass.Kind.DONE, 1));
    assertThat(route.objects.relayed).containsExactly("c");
  }

  @Test
  void whatAFullPassHasListedIsNotDurableBeforeItIsCopied() {
    for (String key : List.of("a", "b", "c", "d", "e")) {
      route.log.list(PHOTOS, listed(key));
    }
    route.objects.of("b").hold();
    CompletableFuture<FullPass.End> pass = pass(full());
    route.advance(SECOND);
    assertThat(route.objects.relayed).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
    assertThat(state().listing().key()).isEqualTo("a");

    route.objects.of("b").release();
    route.advance(SECOND);

    assertThat(state().listing().key()).isEqualTo("e");
    assertThat(pass).isCompletedWithValue(ended(FullPass.Kind.DONE, 5));
  }

  @Test
  void aBucketThatGoesAwayDuringItsPassIsReported() {
    CompletableFuture<FullPass.End> pass = pass(full());

    assertThat(pass).isCompletedWithValue(ended(FullPass.Kind.GONE, 0));
  }

  @Test
  void whatOnlyTheDestinationHasIsRemovedAfterAComparison() {
    onlyTheDestinationHas("b");

    assertThat(pass(compared())).isCompletedWithValue(ended(FullPass.Kind.DONE, 1));
    assertThat(route.objects.removed).containsExactly("b");
  }

  /** In another zone of the realm everything is absent. */
  @Test
  void nothingIsRemovedWhenTheSourceTurnsOutToBeAnotherZone() {
    onlyTheDestinationHas("b");
    route.log.zone.fail(RouteFixture.REFUSED);

    assertThat(pass(compared())).isCompletedExceptionally();
    assertThat(route.objects.removed).isEmpty();
  }

  @Test
  void nothingIsRemovedWhenTheSourceNoLongerListsTheBucket() {
    onlyTheDestinationHas("b");
    route.objects.of("a").hold();
    CompletableFuture<FullPass.End> pass = pass(compared());
    route.log.remove(PHOTOS);
    route.objects.of("a").release();
    route.advance(SECOND);

    assertThat(pass).isCompletedExceptionally();
    assertThat(route.objects.removed).isEmpty();
  }

  private void onlyTheDestinationHas(String key) {
    route.log.list(PHOTOS, listed("a"));
    route.atDestination.addAll(List.of(listed("a"), listed(key)));
    route.objects.isThere(key, route.clock.instant());
    route.objects.goneAtSource(key);
  }

  @Test
  void aPassWhoseTimeIsUpEndsWhereItIsAndTheNextOneGoesOn() {
    List<String> keys = IntStream.range(10, 40).mapToObj(i -> "k" + i).toList();
    for (String key : keys) {
      route.log.list(PHOTOS, listed(key));
      route.objects.of(key).hold();
    }
    CompletableFuture<FullPass.End> pass = pass(full());
    route.advance(RouteFixture.SLICE);
    assertThat(pass).isNotDone();
    keys.forEach(key -> route.objects.of(key).release());
    route.advance(SECOND);

    assertThat(pass).isCompletedWithValueMatching(end -> end.kind() == FullPass.Kind.CUT);
    List<String> first = List.copyOf(route.objects.relayed);
    assertThat(first).hasSizeBetween(8, 15);
    assertThat(state().listing().key()).isEqualTo(first.get(first.size() - 1));

    CompletableFuture<FullPass.End> next = pass(state());
    route.advance(SECOND);
    assertThat(next).isCompletedWithValueMatching(end -> end.kind() == FullPass.Kind.DONE);
    assertThat(route.objects.relayed).containsExactlyElementsOf(keys);
  }

  @Test
  void aLogRoundWhoseTimeIsUpEndsWhereItIs() {
    for (int i = 1; i <= 30; i++) {
      route.log.index(PHOTOS).add(write(i, "k" + i));
      route.objects.of("k" + i).hold();
    }
    CompletableFuture<LogRound.End> round = follow(doneTo(1));
    route.advance(RouteFixture.SLICE);
    for (int i = 2; i <= 30; i++) {
      route.objects.of("k" + i).release();
    }
    route.advance(SECOND);

    assertThat(round).isCompletedWithValueMatching(end -> end.kind() == LogRound.Kind.CUT);
    assertThat(route.objects.relayed).hasSizeBetween(4, 28);
    assertThat(state().watermark()).isEqualTo(doneTo(route.objects.relayed.size() + 1));
  }

  @Test
  void aLogRoundReadsFromBeforeItsWatermarkAndCountsWhatIsNew() {
    for (int i = 1; i <= 10; i++) {
      route.log.index(PHOTOS).add(write(i, "k" + i));
    }

    CompletableFuture<LogRound.End> round = follow(doneTo(2));

    assertThat(route.log.asked.get(0).after()).isEqualTo(marker(1).value());
    assertThat(round).isCompletedWithValue(new LogRound.End(LogRound.Kind.AT_END, doneTo(10), 8));
    assertThat(state().watermark()).isEqualTo(doneTo(10));
  }

  @Test
  void aLogThatIsTrimmedBetweenTwoPagesOfARoundHasAGap() {
    for (int i = 1; i <= 30; i++) {
      route.log.index(PHOTOS).add(write(i, "k" + i));
      route.objects.of("k" + i).hold();
    }
    CompletableFuture<LogRound.End> round = follow(doneTo(1));
    route.advance(SECOND);
    assertThat(round).isNotDone();

    route.log.index(PHOTOS).trimTo(marker(25));
    for (int i = 2; i <= 30; i++) {
      route.objects.of("k" + i).release();
    }
    route.advance(SECOND);

    assertThat(round).isCompletedWithValueMatching(end -> end.kind() == LogRound.Kind.GAP);
    assertThat(route.objects.relayed).doesNotContain("k25", "k30");
  }

  @Test
  void theWatermarkOfALogNeverPassesAnEntryThatIsNotDone() {
    for (int i = 1; i <= 4; i++) {
      route.log.index(PHOTOS).add(write(i, "k" + i));
    }
    route.objects.of("k3").hold();
    CompletableFuture<LogRound.End> round = follow(doneTo(1));
    route.advance(SECOND);
    assertThat(route.objects.relayed).containsExactlyInAnyOrder("k2", "k3", "k4");
    assertThat(state().watermark()).isEqualTo(doneTo(2));
    assertThat(round).isNotDone();

    route.objects.of("k3").release();
    route.advance(SECOND);

    assertThat(state().watermark()).isEqualTo(doneTo(4));
    assertThat(round).isCompleted();
  }

  @Test
  void slowCopiesStopTheReading() {
    for (int i = 1; i <= 100; i++) {
      route.log.index(PHOTOS).add(write(i, "k" + i));
      route.objects.of("k" + i).hold();
    }
    follow(doneTo(1));
    route.advance(Duration.ofSeconds(10));

    assertThat(route.objects.relayed).as("keys at once").hasSize(4);
    // Eight entries may be pending; pages are of four, one of them read ahead.
    int read = route.log.timesOf("index").size();
    assertThat(read).isBetween(3, 4);

    for (int i = 2; i <= 5; i++) {
      route.objects.of("k" + i).release();
    }
    route.settle();

    assertThat(route.objects.relayed).hasSize(8);
    assertThat(route.log.timesOf("index")).hasSizeBetween(read + 1, read + 2);
  }

  @Test
  void aSaveThatFailsFailsTheRound() {
    route.log.index(PHOTOS).add(write(1, "a"));
    route.objects.of("a").hold();
    CompletableFuture<LogRound.End> round = follow(Watermark.ORIGIN);

    route.checkpoints.failSaves(new CheckpointException("disk full", null));
    route.objects.of("a").release();
    route.advance(SECOND);

    assertThat(round).isCompletedExceptionally();
  }

  @Test
  void whenTheRouteEndsWhatIsUnderWayIsFinishedAndSavedInOrder() {
    for (int i = 1; i <= 20; i++) {
      route.log.index(PHOTOS).add(write(i, "k" + i));
      route.objects.of("k" + i).hold();
    }
    CompletableFuture<LogRound.End> round = follow(doneTo(1));
    assertThat(route.objects.relayed).containsExactly("k2", "k3", "k4", "k5");

    CompletableFuture<Void> drained = route.drain.begin().toCompletableFuture();
    route.advance(SECOND);
    assertThat(drained).isNotDone();
    for (int i = 2; i <= 5; i++) {
      route.objects.of("k" + i).release();
    }
    route.advance(SECOND);

    assertThat(drained).isCompleted();
    assertThat(state().watermark()).isEqualTo(doneTo(5));
    assertThat(route.objects.relayed).hasSize(4);
    assertThat(round).as("a round that was cut short is none").isCompletedExceptionally();
  }

  @Test
  void aStreamThatCannotBeStartedDoesNotHoldUpTheEndOfTheRoute() {
    CompletionStage<Object> stream =
        route.drain.run(
            () -> {
              throw new IllegalStateException("its actor has ended");
            });

    assertThat(stream).isCompletedExceptionally();
    assertThat(route.drain.begin()).isCompleted();
  }

  @Test
  void nothingStartsOnceTheRouteEnds() {
    route.log.index(PHOTOS).add(write(1, "a"));
    route.drain.begin();

    assertThat(follow(Watermark.ORIGIN)).isCompletedExceptionally();
    assertThat(route.objects.relayed).isEmpty();
  }

  private CompletableFuture<FullPass.End> pass(BucketShardState state) {
    route.save(new Change.ShardMoved(state));
    CompletableFuture<FullPass.End> pass =
        new FullPass(route.services, route.materializer())
            .run(state, Entries.bucket(state.shard().instance()))
            .toCompletableFuture();
    route.settle();
    return pass;
  }

  private CompletableFuture<LogRound.End> follow(Watermark from) {
    BucketShardState state = followed(PHOTOS, from);
    route.save(new Change.ShardMoved(state));
    CompletableFuture<LogRound.End> round =
        new LogRound(route.services, route.materializer())
            .run(state, Entries.bucket(state.shard().instance()))
            .toCompletableFuture();
    route.advance(Duration.ofMillis(500));
    return round;
  }

  private static FullPass.End ended(FullPass.Kind kind, long entries) {
    return new FullPass.End(kind, entries);
  }

  private static BucketShardState full() {
    return fresh(PHOTOS).startFull(marker(7));
  }

  /** As after a gap in its log. */
  private static BucketShardState compared() {
    return BucketShardState.fresh(PHOTOS, 0, true).startFull(marker(7));
  }

  private BucketShardState state() {
    return route.state(PHOTOS).orElseThrow();
  }
}
