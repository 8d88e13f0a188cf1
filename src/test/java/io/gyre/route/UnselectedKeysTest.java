package io.gyre.route;

import static io.gyre.route.Entries.bucketShard;
import static io.gyre.route.Entries.followed;
import static io.gyre.route.Entries.fresh;
import static io.gyre.route.Entries.listed;
import static io.gyre.route.Entries.marker;
import static io.gyre.route.Entries.refused;
import static io.gyre.route.Entries.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.checkpoint.BucketShardState;
import io.gyre.checkpoint.Change;
import io.gyre.copy.CopyOutcome;
import io.gyre.copy.CopyTask;
import io.gyre.copy.CopyTask.Intent;
import io.gyre.log.BucketIndexEntry;
import io.gyre.log.BucketIndexEntry.Op;
import io.gyre.log.BucketShard;
import io.gyre.log.Watermark;
import io.gyre.select.Contents;
import io.gyre.select.ObjectRules;
import io.gyre.select.Rule;
import io.gyre.select.RuleList;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Of {@code tmp/} nothing is replicated, and of everything else what is not larger than a byte. */
class UnselectedKeysTest {
  private static final BucketShard PHOTOS = bucketShard("photos");
  private static final Contents SELECTED =
      new Contents(
          new RuleList(List.of(Rule.parse("- prefix:tmp/"))),
          new ObjectRules(
              OptionalLong.empty(),
              OptionalLong.of(1),
              Optional.empty(),
              Optional.empty(),
              RuleList.NONE,
              RuleList.NONE));

  private final RouteFixture route = new RouteFixture(SELECTED);

  @AfterEach
  void end() {
    route.close();
  }

  @Test
  void theirEntriesHaveTheirOutcomeWithoutARequestAndTheWatermarkPassesThem() {
    FakeLog<BucketIndexEntry> log = route.log.index(PHOTOS);
    log.add(Entries.write(1, "tmp/a"));
    log.add(Entries.entry(2, Op.DEL, "tmp/b"));
    log.add(Entries.write(3, "a"));
    route.objects.goneAtSource("tmp/b");
    route.objects.isThere("tmp/b", route.clock.instant());
    route.save(new Change.ShardMoved(followed(PHOTOS, Watermark.ORIGIN)));

    CompletableFuture<LogRound.End> round =
        new LogRound(route.services, route.materializer())
            .run(followed(PHOTOS, Watermark.ORIGIN), Entries.bucket(PHOTOS.instance()))
            .toCompletableFuture();
    route.advance(Duration.ofSeconds(1));

    assertThat(round).isCompletedWithValueMatching(end -> end.kind() == LogRound.Kind.AT_END);
    assertThat(route.objects.relayed).containsExactly("a");
    assertThat(route.objects.removed).isEmpty();
    assertThat(unselected()).isEqualTo(2);
    assertThat(state().position()).isEqualTo(marker(3));
  }

  @Test
  void aFullPassLeavesThemAndWhatItsListingTellsToBeTooLarge() {
    route.log.list(PHOTOS, listed("a"));
    route.log.list(PHOTOS, listed("tmp/a"));
    run(sized("large", 2));
    run(sized("small", 1));
    pass(fresh(PHOTOS).startFull(marker(1)));

    assertThat(route.objects.relayed).containsExactly("small", "a");
    assertThat(unselected()).isEqualTo(2);
  }

  /** Whatever became of it since: only the source tells, and the log has said nothing of it. */
  @Test
  void whatTheDestinationHasOfThemStaysWhenAPassComparesBothEnds() {
    route.log.list(PHOTOS, listed("a"));
    for (String key : List.of("tmp/old", "z")) {
      route.atDestination.add(listed(key));
      route.objects.isThere(key, route.clock.instant());
      route.objects.goneAtSource(key);
    }

    pass(fresh(PHOTOS).restart().startFull(marker(1)));

    assertThat(route.objects.removed).containsExactly("z");
  }

  @Test
  void aParkedEntryOfOneEnds() {
    route.save(
        new Change.ShardMoved(followed(PHOTOS, Watermark.ORIGIN)),
        new Change.Parked(refused(PHOTOS, "tmp/a", route.clock.instant())));
    TaskRunner runner = runner();
    assertThat(runner.due()).hasSize(1);

    runner.run(runner.due().get(0));
    route.settle();

    assertThat(route.checkpoints.parked(0, 10).toCompletableFuture().join()).isEmpty();
    assertThat(route.objects.relayed).isEmpty();
    assertThat(unselected()).isEqualTo(1);
  }

  private static CopyTask sized(String key, long size) {
    CopyTask task = task(key, Intent.WRITE);
    return new CopyTask(
        key, "", task.intent(), task.olhEpoch(), "", task.mtime(), size, true, false);
  }

  private void run(CopyTask task) {
    runner().run(List.of(task));
    route.settle();
  }

  private TaskRunner runner() {
    CompletableFuture<TaskRunner> made =
        TaskRunner.create(route.services, PHOTOS, Entries.bucket(PHOTOS.instance()), true)
            .toCompletableFuture();
    route.settle();
    return made.join();
  }

  private void pass(BucketShardState state) {
    route.save(new Change.ShardMoved(state));
    CompletableFuture<FullPass.End> pass =
        new FullPass(route.services, route.materializer())
            .run(state, Entries.bucket(PHOTOS.instance()))
            .toCompletableFuture();
    route.advance(Duration.ofSeconds(1));
    assertThat(pass).isCompletedWithValueMatching(end -> end.kind() == FullPass.Kind.DONE);
  }

  private BucketShardState state() {
    return route.checkpoints.bucketShard(PHOTOS).toCompletableFuture().join().orElseThrow();
  }

  private long unselected() {
    return route.statistics.snapshot().of(CopyOutcome.UNSELECTED);
  }
}
