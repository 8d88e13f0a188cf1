package io.gyre.route;

import static io.gyre.route.Entries.bucketShard;
import static io.gyre.route.Entries.fresh;
import static io.gyre.route.Entries.listed;
import static io.gyre.route.Entries.marker;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.checkpoint.BucketShardState;
import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.Phase;
import io.gyre.log.BucketShard;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AfterFullPassTest {
  private static final BucketShard PHOTOS = bucketShard("photos");

  /** What was changed during the pass is in its log, and perhaps announced nowhere else. */
  @Test
  void aRouteThatRunsOnceIsNotDoneBeforeTheLogHasBeenRead() {
    try (RouteFixture route = new RouteFixture(true)) {
      route.log.index(PHOTOS);
      route.log.list(PHOTOS, listed("a"));
      BucketShardState state = fresh(PHOTOS).startFull(marker(1));
      route.save(
          new Change.BucketSeen(Entries.bucket(PHOTOS.instance())), new Change.ShardMoved(state));

      CompletableFuture<BucketRound.Ended> round =
          new BucketRound(route.services, route.materializer()).run(state).toCompletableFuture();
      route.advance(Duration.ofSeconds(1));

      assertThat(round)
          .isCompletedWithValueMatching(end -> end.state().phase() == Phase.INCREMENTAL);
      CompletableFuture<Left> left =
          Left.count(route.services, route.clock.instant()).toCompletableFuture();
      route.settle();
      assertThat(left).isCompletedWithValueMatching(counted -> !counted.nothing());
    }
  }
}
