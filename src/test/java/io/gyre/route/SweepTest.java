package io.gyre.route;

import static io.gyre.route.Entries.bucketShard;
import static io.gyre.route.Entries.listed;
import static io.gyre.route.Entries.marker;
import static io.gyre.route.Entries.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.checkpoint.Phase;
import io.gyre.checkpoint.Shortfall;
import io.gyre.log.BucketShard;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Looks at all buckets, for what no log announced. */
class SweepTest extends SupervisorFixture {
  @Test
  void aSweepFindsWhatNoLogAnnounced() {
    know(PHOTOS, Phase.INCREMENTAL);
    BucketShard current = bucketShard("unchanged");
    know(current, Phase.INCREMENTAL);
    BucketShard stopped = bucketShard("stopped");
    know(stopped, Phase.STOPPED);
    start(true);
    route.log.index(PHOTOS).add(write(2, "unannounced"));
    route.heads.put(PHOTOS, marker(2));

    route.advance(SWEEP.minusSeconds(1));
    assertThat(route.objects.relayed).isEmpty();
    route.advance(Duration.ofSeconds(10));

    assertThat(route.objects.relayed).contains("unannounced");
    assertThat(route.state(stopped).orElseThrow().phase()).isEqualTo(Phase.INCREMENTAL);
    assertThat(route.log.asked)
        .as("the log of what has not changed is not read")
        .noneMatch(one -> one.what().equals("state") && one.after().equals(current.toString()));
  }

  /** What it left out before may be to be copied now, and no log says so. */
  @Test
  void underAnotherConfigurationTheFirstSweepIsAtOnce() {
    know(PHOTOS, Phase.UNFOLLOWED);
    route.log.list(PHOTOS, listed("a"));
    start(false);

    route.advance(Duration.ofSeconds(10));

    assertThat(route.objects.relayed).contains("a");
  }

  @Test
  void aBucketThatCannotBeLookedAtIsRecordedAndDoesNotStopTheSweep() {
    know(bucketShard("broken"), Phase.INCREMENTAL);
    know(PHOTOS, Phase.INCREMENTAL);
    route.headless.add("broken");
    start(true);
    route.log.index(PHOTOS).add(write(2, "unannounced"));
    route.heads.put(PHOTOS, marker(2));

    route.advance(SWEEP.plusSeconds(10));
    assertThat(route.objects.relayed).contains("unannounced");
    assertThat(shortfalls()).containsExactly("look at bucket broken");

    route.headless.clear();
    route.advance(SWEEP.plusSeconds(10));
    assertThat(shortfalls()).isEmpty();
  }

  /** A passing error: no other sweep would look at it. */
  @Test
  void onceLooksAgainAtWhatItCouldNotLookAt() {
    once();
    know(PHOTOS, Phase.INCREMENTAL);
    route.log.index(PHOTOS).add(write(2, "unannounced"));
    route.heads.put(PHOTOS, marker(2));
    route.headless.add("photos");
    awaitDone(start(true));
    route.advance(SECOND.multipliedBy(2));
    assertThat(done.getAllReceived()).isEmpty();

    route.headless.clear();
    route.advance(Duration.ofSeconds(10));

    assertThat(route.objects.relayed).contains("unannounced");
    assertThat(shortfalls()).isEmpty();
    assertThat(done.getAllReceived()).hasSize(1);
  }

  @Test
  void onceEndsThoughABucketCanNeverBeLookedAt() {
    once();
    know(PHOTOS, Phase.INCREMENTAL);
    route.headless.add("photos");
    awaitDone(start(true));

    route.advance(Duration.ofSeconds(30));

    assertThat(shortfalls()).containsExactly("look at bucket photos");
    assertThat(done.getAllReceived()).hasSize(1);
  }

  @Test
  void aSourceThatDoesNotAnswerAtAllFailsTheSweepAndNoBucketIsBlamed() {
    know(PHOTOS, Phase.INCREMENTAL);
    route.headless.add("photos");
    route.log.zone.fail(RouteFixture.REFUSED);
    start(true);

    route.advance(SWEEP.plusSeconds(10));

    assertThat(shortfalls()).isEmpty();
  }

  /** Its removal may be in no log: a gateway died before it wrote it. */
  @Test
  void aSweepLooksUpABucketThatTheSourceNoLongerHas() {
    know(PHOTOS, Phase.INCREMENTAL);
    route.heads.clear();
    start(true);

    route.advance(SWEEP.plusSeconds(10));

    assertThat(route.metadata.applied).containsExactly("bucket/photos");
  }

  private List<String> shortfalls() {
    return Shortfall.among(route.checkpoints.facts().toCompletableFuture().join()).stream()
        .map(it -> it.section() + " " + it.name())
        .toList();
  }
}
