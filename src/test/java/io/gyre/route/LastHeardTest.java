package io.gyre.route;

import static io.gyre.route.Entries.bucketShard;
import static io.gyre.route.Entries.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.checkpoint.BucketShardState;
import io.gyre.log.BucketShard;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LastHeardTest {
  private static final BucketShard PHOTOS = bucketShard("photos");
  private static final Instant EARLIER = Instant.ofEpochSecond(1000);
  private static final Instant LATER = Instant.ofEpochSecond(2000);
  private static final Instant NOW = Instant.ofEpochSecond(3000);

  private final LastHeard heard = new LastHeard();

  @Test
  void oneThatWaitedQuietlyHasBeenQuietSinceItsLastChange() {
    heard.waits(PHOTOS, EARLIER);

    assertThat(heard.take(inItsLog(PHOTOS), NOW)).isEqualTo(EARLIER);
    assertThat(heard.take(inItsLog(PHOTOS), NOW)).as("told once").isEqualTo(NOW);
  }

  @Test
  void anAnnouncementMeanwhileCounts() {
    heard.waits(PHOTOS, EARLIER);
    heard.announced(List.of(PHOTOS, bucketShard("other")), LATER);

    assertThat(heard.take(inItsLog(PHOTOS), NOW)).isEqualTo(LATER);
    assertThat(heard.take(inItsLog(bucketShard("other")), NOW)).isEqualTo(NOW);
  }

  @Test
  void whatIsNotKnownCountsAsHeardJustNow() {
    heard.waits(PHOTOS, EARLIER);
    heard.forgetAll();
    assertThat(heard.take(inItsLog(PHOTOS), NOW)).isEqualTo(NOW);

    for (int i = 0; i <= LastHeard.MAX; i++) {
      heard.waits(bucketShard("b" + i), EARLIER);
    }
    assertThat(heard.take(inItsLog(bucketShard("b" + LastHeard.MAX)), NOW)).isEqualTo(NOW);
  }

  @Test
  void oneThatIsNewHasBeenQuietForEverUnlessItIsMarked() {
    BucketShardState state = fresh(PHOTOS);
    assertThat(heard.take(state, NOW)).isEqualTo(Instant.EPOCH);

    BucketShardState marked =
        new BucketShardState(
            PHOTOS,
            state.logShard(),
            state.phase(),
            state.position(),
            state.previous(),
            state.listing(),
            false,
            Optional.of(EARLIER));
    assertThat(heard.take(marked, NOW)).isEqualTo(NOW);
  }

  private static BucketShardState inItsLog(BucketShard shard) {
    return fresh(shard).follow();
  }
}
