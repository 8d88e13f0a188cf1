package io.gyre.route;

import static io.gyre.route.Entries.bucketShard;
import static io.gyre.route.Entries.doneTo;
import static io.gyre.route.Entries.followed;
import static io.gyre.route.Entries.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.InMemoryCheckpointStore;
import io.gyre.log.BucketShard;
import io.gyre.route.RouteStatistics.Lag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouteStatisticsTest {
  private static final BucketShard PHOTOS = bucketShard("photos");
  private static final BucketShard NEW = bucketShard("new");
  private static final Instant MARKED = TestClock.START;

  private final InMemoryCheckpointStore checkpoints = new InMemoryCheckpointStore();
  private final RouteStatistics statistics = new RouteStatistics();

  @BeforeEach
  void onePartIsDirtyAndAnotherIsNotCopiedYet() {
    save(
        new Change.ShardMoved(followed(PHOTOS, doneTo(1))),
        new Change.Dirty(PHOTOS, 0, MARKED),
        new Change.ShardDiscovered(fresh(NEW)));
  }

  @Test
  void whatTheCheckpointHasIsBehind() {
    assertThat(lag()).isEqualTo(new Lag(1, 1, Optional.of(MARKED), false));
    assertThat(lag().behind()).isEqualTo(2);
  }

  @Test
  void whatWasReadToItsEndIsNotBehindThoughItIsStillMarked() {
    statistics.caughtUp(PHOTOS);

    assertThat(lag()).isEqualTo(new Lag(1, 0, Optional.empty(), false));
  }

  @Test
  void whatChangedAgainIsBehindSinceThatChange() {
    statistics.caughtUp(PHOTOS);

    statistics.isBehind(PHOTOS, MARKED.plusSeconds(7));
    statistics.isBehind(PHOTOS, MARKED.plusSeconds(8));

    assertThat(lag()).isEqualTo(new Lag(1, 1, Optional.of(MARKED.plusSeconds(7)), false));
  }

  @Test
  void anAnnouncementOfWhatNobodyHasReadAddsNothingToItsMark() {
    statistics.isBehind(PHOTOS, MARKED.plusSeconds(7));

    assertThat(lag()).isEqualTo(new Lag(1, 1, Optional.of(MARKED), false));
  }

  @Test
  void ofWhatIsNoLongerAtWorkTheCheckpointTells() {
    statistics.caughtUp(PHOTOS);
    statistics.isBehind(PHOTOS, MARKED.plusSeconds(7));
    save(new Change.Clean(PHOTOS));
    statistics.asRecorded(PHOTOS);

    assertThat(lag()).isEqualTo(new Lag(1, 0, Optional.empty(), false));
  }

  @Test
  void moreMayComeWhileUsersAndBucketsAreCompared() {
    statistics.comparingMetadata(true);
    assertThat(lag().comparingMetadata()).isTrue();

    statistics.comparingMetadata(false);
    assertThat(lag().comparingMetadata()).isFalse();
  }

  private Lag lag() {
    return statistics.lag(checkpoints).toCompletableFuture().join();
  }

  private void save(Change... changes) {
    checkpoints.save(List.of(changes)).toCompletableFuture().join();
  }
}
