package io.gyre.route;

import static io.gyre.route.Entries.bucketShard;
import static io.gyre.route.Entries.doneTo;
import static io.gyre.route.Entries.followed;
import static io.gyre.route.Entries.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.InMemoryCheckpointStore;
import io.gyre.log.BucketShard;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LagTrackerTest {
  private static final BucketShard PHOTOS = bucketShard("photos");
  private static final BucketShard NEW = bucketShard("new");
  private static final Instant MARKED = TestClock.START;

  private final InMemoryCheckpointStore checkpoints = new InMemoryCheckpointStore();
  private final LagTracker lag = new LagTracker();

  @BeforeEach
  void onePartIsDirtyAndAnotherIsNotCopiedYet() {
    save(
        new Change.ShardMoved(followed(PHOTOS, doneTo(1))),
        new Change.Dirty(PHOTOS, 0, MARKED),
        new Change.ShardDiscovered(fresh(NEW)));
  }

  @Test
  void whatTheCheckpointHasIsBehind() {
    assertLag(1, 1, Optional.of(MARKED));
    assertThat(lag().behind()).isEqualTo(2);
  }

  @Test
  void whatWasReadToItsEndIsNotBehindThoughItIsStillMarked() {
    lag.caughtUp(PHOTOS, MARKED);

    assertLag(1, 0, Optional.empty());
  }

  @Test
  void whatChangedAgainIsBehindSinceThatChange() {
    lag.caughtUp(PHOTOS, MARKED);

    lag.isBehind(PHOTOS, MARKED.plusSeconds(7));
    lag.isBehind(PHOTOS, MARKED.plusSeconds(8));

    assertLag(1, 1, Optional.of(MARKED.plusSeconds(7)));
  }

  @Test
  void anAnnouncementOfWhatNobodyHasReadAddsNothingToItsMark() {
    lag.isBehind(PHOTOS, MARKED.plusSeconds(7));

    assertLag(1, 1, Optional.of(MARKED));
  }

  @Test
  void ofWhatIsNoLongerAtWorkTheCheckpointTells() {
    lag.caughtUp(PHOTOS, MARKED);
    lag.isBehind(PHOTOS, MARKED.plusSeconds(7));
    save(new Change.Clean(PHOTOS));
    lag.asRecorded(PHOTOS);

    assertLag(1, 0, Optional.empty());
  }

  @Test
  void moreMayComeWhileUsersAndBucketsAreCompared() {
    lag.comparingMetadata();
    assertThat(lag().comparingMetadata()).isTrue();

    lag.comparedMetadata(MARKED);
    assertThat(lag().comparingMetadata()).isFalse();
  }

  private void assertLag(int copying, int changed, Optional<Instant> since) {
    assertThat(lag().copying()).isEqualTo(copying);
    assertThat(lag().changed()).isEqualTo(changed);
    assertThat(lag().data().since()).isEqualTo(since);
  }

  private RouteLag lag() {
    return lag.lag(checkpoints).toCompletableFuture().join();
  }

  private void save(Change... changes) {
    checkpoints.save(List.of(changes)).toCompletableFuture().join();
  }
}
