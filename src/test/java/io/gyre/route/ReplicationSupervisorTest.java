package io.gyre.route;

import static io.gyre.route.Entries.bucketShard;
import static io.gyre.route.Entries.changed;
import static io.gyre.route.Entries.fresh;
import static io.gyre.route.Entries.listed;
import static io.gyre.route.Entries.marker;
import static io.gyre.route.Entries.metadata;
import static io.gyre.route.Entries.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.BucketState.Standing;
import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.ParkedEntry;
import io.gyre.checkpoint.Phase;
import io.gyre.log.BucketShard;
import io.gyre.log.Versioning;
import io.gyre.log.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

class ReplicationSupervisorTest extends SupervisorFixture {
  @Test
  void nothingOfDataStartsBeforeTheMetadataPass() {
    route.log.data(0).add(changed(1, PHOTOS));
    route.metadata.passes.hold();
    start(false);
    route.advance(Duration.ofSeconds(5));
    assertThat(route.log.timesOf("data")).isEmpty();
    assertThat(route.log.timesOf("metadata")).as("its log is followed").isNotEmpty();
    assertThat(route.lag().comparingMetadata()).isTrue();

    route.metadata.passes.release();
    route.advance(SECOND);

    assertThat(route.lag().comparingMetadata()).isFalse();
    assertThat(route.log.timesOf("data")).isNotEmpty();
    assertThat(facts()).isEqualTo("p");
  }

  @Test
  void afterAnEarlierStartItDoesNotWaitForAnotherPass() {
    start(true);

    route.advance(SECOND);

    assertThat(route.metadata.passesBegun).hasValue(0);
    assertThat(route.log.timesOf("data")).isNotEmpty();
  }

  @Test
  void aMetadataPassThatFailsIsRepeatedAfterGrowingPauses() {
    route.metadata.passes.fail(RouteFixture.REFUSED);
    start(false);
    route.advance(Duration.ofMillis(390));
    int early = route.metadata.passesBegun.get();
    route.advance(Duration.ofSeconds(9));
    int later = route.metadata.passesBegun.get();

    assertThat(early).isBetween(1, 2);
    assertThat(later).isBetween(4, 9);
    assertThat(route.log.timesOf("data")).isEmpty();

    route.metadata.passes.succeed();
    route.advance(Duration.ofSeconds(4));
    assertThat(route.log.timesOf("data")).isNotEmpty();
  }

  @Test
  void aGapOfTheMetadataLogCallsForOnePassAfterTheOneUnderWay() {
    saveMetadataLog(new Watermark(marker(2), marker(1)));
    for (int i = 1; i <= 9; i++) {
      route.log.metadata(0).add(metadata(i, "user", "u" + i, true));
    }
    route.log.metadata(0).trimTo(marker(7));
    route.metadata.passes.hold();
    start(false);
    route.advance(SECOND);
    assertThat(route.metadata.passesBegun).hasValue(1);
    assertThat(facts()).isEqualTo("due");

    route.metadata.passes.release();
    route.advance(SECOND);

    assertThat(route.metadata.passesBegun).hasValue(2);
    assertThat(facts()).isEqualTo("p");
    assertThat(route.statistics.snapshot().gaps()).isEqualTo(1);
  }

  @Test
  void aNewPeriodIsFollowedAfterAPassOverAllUsersAndBuckets() {
    start(true);
    route.advance(SECOND);
    assertThat(route.metadata.passesBegun).hasValue(0);
    route.log.period = "q";

    route.advance(Duration.ofSeconds(61));
    assertThat(route.metadata.passesBegun).hasValue(1);
    assertThat(facts()).isEqualTo("q");
    route.log.metadata(0).add(metadata(1, "user", "late", true));
    route.advance(Duration.ofSeconds(30));

    assertThat(route.metadata.applied).contains("user/late");
  }

  @Test
  void aShardActorThatWaitsToBeStartedAgainIsStartedOnceInANewPeriod() {
    ActorRef<ReplicationSupervisor.Command> supervisor = start(true);
    route.advance(Duration.ofMillis(59_500));
    route.crashChildren(supervisor, "m-0");
    route.log.period = "q";

    route.advance(Duration.ofSeconds(5));
    assertThat(facts()).isEqualTo("q");
    route.log.metadata(0).add(metadata(1, "user", "late", true));
    route.advance(Duration.ofSeconds(30));

    assertThat(route.metadata.applied).contains("user/late");
  }

  @Test
  void aDataShardActorThatEndsIsStartedAgainAfterGrowingPauses() {
    ActorRef<ReplicationSupervisor.Command> supervisor = start(true);
    route.advance(SECOND);

    for (int pause : List.of(1, 2, 4, 8, 8)) {
      route.crashChildren(supervisor, "d-0");
      int reads = route.log.timesOf("data").size();
      route.advance(Duration.ofSeconds(pause).minusMillis(10));
      assertThat(route.log.timesOf("data")).as("within %d s", pause).hasSize(reads);
      route.advance(Duration.ofMillis(300));
      assertThat(route.log.timesOf("data")).as("after %d s", pause).hasSize(reads + 1);
    }
  }

  @Test
  void oneThatRanForAWhileIsStartedAgainSoon() {
    ActorRef<ReplicationSupervisor.Command> supervisor = start(true);
    for (int i = 0; i < 3; i++) {
      route.crashChildren(supervisor, "d-0");
      route.advance(Duration.ofSeconds(5));
    }
    route.advance(Duration.ofSeconds(9));

    route.crashChildren(supervisor, "d-0");
    int reads = route.log.timesOf("data").size();
    route.advance(Duration.ofMillis(1300));

    assertThat(route.log.timesOf("data")).hasSize(reads + 1);
  }

  @Test
  void aShardActorGoesOnFromTheCheckpointAndTheOthersDoNotNotice() {
    ActorRef<ReplicationSupervisor.Command> supervisor = start(true);
    route.log.data(0).add(changed(1, PHOTOS));
    route.advance(Duration.ofSeconds(2));
    int ofMetadata = route.log.timesOf("metadata").size();

    route.crashChildren(supervisor, "d-0");
    route.advance(Duration.ofSeconds(2));

    assertThat(route.log.asked)
        .filteredOn(one -> one.what().equals("data"))
        .last()
        .extracting(FakeChangeLog.Asked::after)
        .isEqualTo("(beginning)");
    assertThat(route.statistics.snapshot().gaps()).isZero();
    assertThat(route.log.timesOf("metadata").size()).isGreaterThan(ofMetadata);
  }

  @Test
  void aMetadataShardActorThatEndsIsStartedAgain() {
    ActorRef<ReplicationSupervisor.Command> supervisor = start(true);
    route.advance(SECOND);
    route.crashChildren(supervisor, "m-0");
    int reads = route.log.timesOf("metadata").size();
    route.advance(Duration.ofMillis(990));
    assertThat(route.log.timesOf("metadata")).hasSize(reads);

    route.log.metadata(0).add(metadata(1, "user", "ann", true));
    route.advance(SECOND);

    assertThat(route.metadata.applied).containsExactly("user/ann");
  }

  @Test
  void aBucketThatIsDiscoveredIsListedAtOnce() {
    ActorRef<ReplicationSupervisor.Command> supervisor = start(true);
    route.log.list(PHOTOS, listed("a"));
    route.save(new Change.ShardDiscovered(fresh(PHOTOS)));

    route.tell(supervisor, new ReplicationSupervisor.Discovered(PHOTOS.instance(), 1));

    assertThat(route.objects.relayed).containsExactly("a");
  }

  @Test
  void onceEndsWhenAllUpToTheStartHasAnOutcomeAndNotBefore() {
    once();
    know(PHOTOS, Phase.INCREMENTAL);
    route.log.index(PHOTOS).add(write(2, "slow"));
    route.heads.put(PHOTOS, marker(2));
    route.objects.of("slow").hold();
    BucketShard fresh = bucketShard("fresh");
    route.log.list(fresh, listed("first"));
    route.objects.of("first").hold();
    route.save(new Change.ShardDiscovered(fresh(fresh)));
    awaitDone(start(true));

    route.advance(Duration.ofSeconds(10));
    assertThat(done.getAllReceived()).isEmpty();
    route.objects.of("slow").release();
    route.advance(Duration.ofSeconds(10));
    assertThat(done.getAllReceived()).isEmpty();
    route.objects.of("first").release();
    route.advance(Duration.ofSeconds(10));

    assertThat(done.getAllReceived()).hasSize(1);
    assertThat(route.log.timesOf("data")).as("logs are not followed").isEmpty();
  }

  @Test
  void onceDoesNotEndBeforeTheMetadataLogIsReadToItsEnd() {
    once();
    for (int i = 1; i <= 6; i++) {
      route.log.metadata(0).add(metadata(i, "user", "u" + i, true));
    }
    route.metadata.applies.hold();
    awaitDone(start(true));
    route.advance(Duration.ofSeconds(10));
    assertThat(done.getAllReceived()).isEmpty();

    route.metadata.applies.release();
    route.advance(Duration.ofSeconds(2));

    assertThat(route.metadata.applied).hasSize(6);
    assertThat(done.getAllReceived()).hasSize(1);
  }

  @Test
  void onceDoesNotEndBeforeThePassThatAGapCallsFor() {
    once();
    saveMetadataLog(new Watermark(marker(2), marker(1)));
    route.log.metadata(0).add(metadata(9, "user", "ann", true));
    route.metadata.passes.hold();
    awaitDone(start(true));
    route.advance(Duration.ofSeconds(10));
    assertThat(route.metadata.passesBegun).hasValue(1);
    assertThat(done.getAllReceived()).isEmpty();

    route.metadata.passes.release();
    route.advance(SECOND);

    assertThat(done.getAllReceived()).hasSize(1);
  }

  @Test
  void onceEndsThoughAnEntryIsParkedAndABucketCannotBeFollowed() {
    once();
    know(PHOTOS, Phase.INCREMENTAL);
    route.log.index(PHOTOS).add(write(2, "broken"));
    route.heads.put(PHOTOS, marker(2));
    route.objects.of("broken").fail(RouteFixture.REFUSED);
    BucketShard stopped = bucketShard("stopped");
    know(stopped, Phase.STOPPED);
    route.log.stop(stopped, true);
    route.save(new Change.Dirty(stopped, 0, route.clock.instant()));
    awaitDone(start(true));

    route.advance(Duration.ofSeconds(20));

    assertThat(done.getAllReceived()).hasSize(1);
    assertThat(route.checkpoints.countParked().toCompletableFuture().join()).isEqualTo(1);
  }

  @Test
  void onceTriesWhatWasDueWhenItBeganAndDoesNotEndAmidACopyOfIt() {
    once();
    know(PHOTOS, Phase.INCREMENTAL);
    park("due", Duration.ZERO);
    park("later", Duration.ofHours(1));
    route.objects.of("due").hold();
    awaitDone(start(true));

    route.advance(Duration.ofSeconds(60));
    assertThat(route.objects.relayed).containsExactly("due");
    assertThat(done.getAllReceived()).isEmpty();
    route.objects.of("due").release();
    route.advance(Duration.ofSeconds(2));

    assertThat(done.getAllReceived()).hasSize(1);
    assertThat(route.checkpoints.countParked().toCompletableFuture().join()).isEqualTo(1);
  }

  @Test
  void onceTriesWhatFailsAgainOnlyOnce() {
    once();
    know(PHOTOS, Phase.INCREMENTAL);
    park("due", Duration.ZERO);
    route.objects.of("due").fail(RouteFixture.REFUSED);
    awaitDone(start(true));

    route.advance(Duration.ofSeconds(25));

    assertThat(done.getAllReceived()).hasSize(1);
    assertThat(route.objects.relayed).hasSize(route.retries.attempts());
  }

  private void park(String key, Duration nextTry) {
    Instant now = route.clock.instant();
    route.save(
        new Change.Parked(
            new ParkedEntry(
                PHOTOS,
                key,
                "",
                "write",
                OptionalLong.empty(),
                "TRANSIENT: 500",
                3,
                now,
                now.plus(nextTry))));
  }

  @Test
  void onceWaitsUntilAWriteWithoutAnswerHasSettledAndIsVerified() {
    once();
    know(PHOTOS, Phase.INCREMENTAL);
    route.log.index(PHOTOS).add(write(2, "silent"));
    route.heads.put(PHOTOS, marker(2));
    route.objects.of("silent").fail(RouteFixture.UNANSWERED);
    awaitDone(start(true));
    route.advance(Duration.ofSeconds(20));
    assertThat(done.getAllReceived()).isEmpty();
    assertThat(route.objects.relayed).containsExactly("silent");
    route.objects.of("silent").succeed();

    route.advance(Duration.ofSeconds(15));

    assertThat(route.objects.relayed).containsExactly("silent", "silent");
    assertThat(route.checkpoints.countParked().toCompletableFuture().join()).isZero();
    assertThat(done.getAllReceived()).hasSize(1);
  }

  @Test
  void onceDoesNotWaitForEverForAWriteThatIsNeverAnswered() {
    once();
    know(PHOTOS, Phase.INCREMENTAL);
    route.log.index(PHOTOS).add(write(2, "silent"));
    route.heads.put(PHOTOS, marker(2));
    route.objects.of("silent").fail(RouteFixture.UNANSWERED);
    awaitDone(start(true));
    route.advance(Duration.ofSeconds(80));
    assertThat(done.getAllReceived()).isEmpty();

    route.advance(Duration.ofSeconds(30));

    assertThat(route.checkpoints.countParked().toCompletableFuture().join()).isEqualTo(1);
    assertThat(done.getAllReceived()).hasSize(1);
  }

  @Test
  void onceWaitsForBucketsThatAreBeingRemovedAndForWhoIsToHaveTheirNames() {
    once();
    BucketState removing =
        new BucketState(PHOTOS.instance(), "m", 1, Versioning.NEVER, "there", Standing.FOLLOWED, "")
            .removing();
    route.save(new Change.BucketSeen(removing));
    awaitDone(start(true));
    route.advance(Duration.ofSeconds(20));
    assertThat(done.getAllReceived()).isEmpty();

    route.metadata.removals = 1;
    route.save(new Change.BucketForgotten(PHOTOS.instance()));
    route.advance(SECOND);
    assertThat(done.getAllReceived()).as("another is about to have its name").isEmpty();
    route.metadata.removals = 0;
    route.advance(SECOND);
    assertThat(done.getAllReceived()).hasSize(1);
  }

  private String facts() {
    return route.checkpoints.facts().toCompletableFuture().join().get(RouteStart.METADATA_DONE);
  }
}
