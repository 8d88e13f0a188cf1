package io.gyre.route;

import static io.gyre.route.Entries.bucketShard;
import static io.gyre.route.Entries.changed;
import static io.gyre.route.Entries.fresh;
import static io.gyre.route.Entries.listed;
import static io.gyre.route.Entries.metadata;
import static io.gyre.route.Entries.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.Phase;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketShard;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the lag is told to be, and what it is: a route among fakes in each of its situations. */
class LagTruthTest extends SupervisorFixture {
  private static final BucketShard MUSIC = bucketShard("music");

  /** Log shards are polled at least so often here, and a little. */
  private static final Duration ROUND = Duration.ofSeconds(2);

  private static final GatewayException DENIED =
      new GatewayException(FailureClass.DENIED, 403, "AccessDenied", "403 of the fake", null);

  @Test
  void beforeTheFirstCompleteRoundOfPollsItIsNotKnown() {
    know(PHOTOS, Phase.INCREMENTAL);
    route.log.answers.fail(RouteFixture.REFUSED);
    start(true);
    route.advance(Duration.ofMinutes(1));

    assertThat(route.lag().age(now())).isEmpty();
    assertThat(route.lag().asOf()).isEmpty();
    assertThat(route.lag().failing()).isEqualTo(2);

    route.log.answers.succeed();
    route.advance(Duration.ofSeconds(6));
    assertThat(route.lag().age(now())).contains(Duration.ZERO);
  }

  @Test
  void idleItIsZeroAsOfTheLastRoundOfPolls() {
    know(PHOTOS, Phase.INCREMENTAL);
    start(true);

    for (int minute = 0; minute < 3; minute++) {
      route.advance(Duration.ofMinutes(1));
      assertThat(route.lag().age(now())).contains(Duration.ZERO);
      assertThat(asOfAge()).isLessThan(ROUND);
    }
  }

  @Test
  void itKeepsCountingWhileTheSourceCannotBeReached() {
    know(PHOTOS, Phase.INCREMENTAL);
    start(true);
    route.advance(Duration.ofSeconds(10));
    route.log.answers.fail(RouteFixture.REFUSED);

    route.advance(Duration.ofSeconds(60));
    assertThat(dataAge()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(60).plus(ROUND));
    assertThat(metadataAge()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(60).plus(ROUND));
    assertThat(asOfAge()).isGreaterThanOrEqualTo(Duration.ofSeconds(60));
    assertThat(route.lag().data().failure().orElseThrow()).contains("500 of the fake");
    route.advance(Duration.ofMinutes(5));
    assertThat(dataAge()).isGreaterThanOrEqualTo(Duration.ofMinutes(6));

    route.log.answers.succeed();
    route.advance(Duration.ofSeconds(6));
    assertThat(route.lag().age(now())).contains(Duration.ZERO);
    assertThat(route.lag().failing()).isZero();
  }

  @Test
  void aBucketShardThatIsWatchedCountsFromItsLastGoodReadToo() {
    know(PHOTOS, Phase.INCREMENTAL);
    route.log.index(PHOTOS).add(write(2, "new"));
    route.save(new Change.Dirty(PHOTOS, 0, now()));
    start(true);
    route.advance(Duration.ofSeconds(1));
    assertThat(dataAge()).isZero();

    route.log.answers.fail(RouteFixture.REFUSED);
    route.advance(Duration.ofSeconds(2));

    assertThat(route.lag().changed()).isEqualTo(1);
    assertThat(dataAge()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void ofABusyBucketTheOldestChangeThatIsNotAppliedCountsAndNotTheFirstOfAll() {
    know(PHOTOS, Phase.INCREMENTAL);
    for (int i = 2; i <= 40; i++) {
      route.log.index(PHOTOS).add(write(i, "k" + i, TestClock.START.plusSeconds(10L * i)));
    }
    route.objects.of("k20").hold();
    route.objects.of("k30").hold();
    route.save(new Change.Dirty(PHOTOS, 0, TestClock.START));
    start(true);
    route.advance(Duration.ofSeconds(500));
    assertThat(dataAge()).isEqualTo(Duration.ofSeconds(300));
    assertThat(oldestKey()).isEqualTo("k20");
    route.advance(Duration.ofSeconds(7));
    assertThat(dataAge()).as("it is not frozen").isEqualTo(Duration.ofSeconds(307));

    route.objects.of("k20").release();
    route.advance(Duration.ofSeconds(1));
    assertThat(dataAge()).isEqualTo(Duration.ofSeconds(208));
    assertThat(oldestKey()).isEqualTo("k30");

    route.objects.of("k30").release();
    route.advance(Duration.ofSeconds(1));
    assertThat(dataAge()).isZero();
  }

  @Test
  void whatOtherBucketsHaveWaitingIsNotHiddenByABusyOne() {
    know(PHOTOS, Phase.INCREMENTAL);
    know(MUSIC, Phase.INCREMENTAL);
    start(true);
    route.advance(Duration.ofSeconds(5));
    route.log.index(MUSIC).add(write(2, "song", now()));
    route.objects.of("song").hold();
    route.log.data(0).add(changed(1, MUSIC, now()));
    for (int i = 2; i < 60; i++) {
      route.log.index(PHOTOS).add(write(i, "k" + i, now()));
      route.log.data(0).add(changed(i, PHOTOS, now()));
      route.advance(Duration.ofSeconds(1));
    }

    assertThat(dataAge()).isEqualTo(Duration.ofSeconds(58));
    assertThat(route.lag().changed()).isBetween(1, 2);
  }

  @Test
  void anObjectThatIsOlderThanItsChangeDoesNotMakeTheLagOlder() {
    know(PHOTOS, Phase.INCREMENTAL);
    start(true);
    route.advance(Duration.ofSeconds(60));
    Instant changed = now();
    route.log.index(PHOTOS).add(write(2, "old", TestClock.START.minus(Duration.ofDays(900))));
    route.objects.of("old").hold();
    route.log.data(0).add(changed(1, PHOTOS, changed));

    route.advance(Duration.ofSeconds(10));

    assertThat(dataAge()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void inAFullPassItIsNotZeroButUnknown() {
    route.log.list(PHOTOS, listed("a"));
    route.objects.of("a").hold();
    route.save(
        new Change.BucketSeen(Entries.bucket(PHOTOS.instance())),
        new Change.ShardDiscovered(fresh(PHOTOS)));
    start(true);
    route.advance(Duration.ofSeconds(10));
    assertThat(route.lag().data().age(now())).isEmpty();
    assertThat(route.lag().age(now())).isEmpty();
    assertThat(route.lag().copying()).isEqualTo(1);
    assertThat(metadataAge()).isZero();

    route.objects.of("a").release();
    route.advance(ROUND);
    assertThat(dataAge()).isZero();
  }

  @Test
  void whatIsParkedHasItsOutcomeAndIsCountedBesideTheLag() {
    know(PHOTOS, Phase.INCREMENTAL);
    route.log.index(PHOTOS).add(write(2, "bad", TestClock.START));
    route.objects.of("bad").fail(DENIED);
    route.save(new Change.Dirty(PHOTOS, 0, TestClock.START));
    start(true);

    route.advance(Duration.ofSeconds(30));

    assertThat(route.checkpoints.countParked()).isCompletedWithValue(1);
    assertThat(dataAge()).isZero();
  }

  @Test
  void ofMetadataTheOldestEntryThatIsNotAppliedCounts() {
    start(true);
    route.advance(Duration.ofSeconds(60));
    Instant changed = now();
    route.log.metadata(0).add(metadata(1, "user", "alice", changed));
    route.metadata.applies.hold();
    route.advance(Duration.ofSeconds(30));
    assertThat(metadataAge()).isEqualTo(Duration.ofSeconds(30));
    assertThat(dataAge()).isZero();
    assertThat(route.lag.snapshot().logs().get(1).waiting().orElseThrow())
        .isEqualTo(new Waiting(changed, "user alice", 1, false));

    route.metadata.applies.release();
    route.advance(ROUND);
    assertThat(metadataAge()).isZero();
  }

  @Test
  void whileUsersAndBucketsAreComparedNobodyKnows() {
    route.metadata.passes.hold();
    start(false);
    route.advance(Duration.ofSeconds(10));
    assertThat(route.lag().metadata().age(now())).isEmpty();
    assertThat(route.lag().data().age(now())).isEmpty();

    route.metadata.passes.release();
    route.advance(ROUND);
    assertThat(route.lag().age(now())).contains(Duration.ZERO);
  }

  private Instant now() {
    return route.clock.instant();
  }

  private Duration dataAge() {
    return route.lag().data().age(now()).orElseThrow();
  }

  private Duration metadataAge() {
    return route.lag().metadata().age(now()).orElseThrow();
  }

  private Duration asOfAge() {
    return Duration.between(route.lag().asOf().orElseThrow(), now());
  }

  private String oldestKey() {
    return route.lag.of(PHOTOS).orElseThrow().waiting().orElseThrow().oldest();
  }
}
