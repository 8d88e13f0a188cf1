package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.check.Replication.Standing;
import io.gyre.check.Replication.Standing.Kind;
import io.gyre.check.Subject;
import io.gyre.checkpoint.BucketShardState;
import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.JdbcCheckpointStore;
import io.gyre.checkpoint.ParkedEntry;
import io.gyre.checkpoint.Phase;
import io.gyre.checkpoint.RouteIdentity;
import io.gyre.checkpoint.Shortfall;
import io.gyre.config.MapConfig;
import io.gyre.log.BucketIndexState;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.LogPosition;
import io.gyre.log.Versioning;
import io.gyre.log.Watermark;
import io.gyre.map.Places;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointReplicationTest {
  private static final RouteIdentity ROUTE = new RouteIdentity("zone-a", "zone-b");
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final BucketShard SHARD = BucketShard.parse("photos:id.1:3");
  private static final BucketName BUCKET = SHARD.instance().bucket();
  private static final Subject KEY = new Subject.Key(BUCKET, "k");

  @TempDir private Path state;
  private Places places = Places.SAME;
  private JdbcCheckpointStore store;
  private Optional<LogPosition> head = Optional.of(LogPosition.of("00000000007.5.1"));

  @BeforeEach
  void replicate() {
    store = JdbcCheckpointStore.open(state, ROUTE);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void save(Change... changes) {
    store.save(List.of(changes)).toCompletableFuture().join();
  }

  private Optional<CheckpointReplication> find(RouteIdentity route) {
    LogHeads heads =
        new LogHeads(
            shard ->
                CompletableFuture.completedFuture(
                    head.map(position -> new BucketIndexState(position, false))),
            Clock.fixed(NOW, ZoneOffset.UTC));
    return CheckpointReplication.find(state, route, places, heads, Runnable::run);
  }

  private Standing standing(Subject subject) {
    Optional<BucketShard> shard =
        subject.kind() == Subject.Kind.KEY ? Optional.of(SHARD) : Optional.empty();
    try (CheckpointReplication known = find(ROUTE).orElseThrow()) {
      return known
          .watch(subject, shard)
          .thenCompose(watch -> watch.standing())
          .toCompletableFuture()
          .join();
    }
  }

  private static Change bucket(BucketState.Standing standing, String reason) {
    return new Change.BucketSeen(
        new BucketState(SHARD.instance(), "id.1", 11, Versioning.NEVER, "d", standing, reason));
  }

  private static BucketShardState fresh() {
    return BucketShardState.fresh(SHARD, 1, false);
  }

  private static Change followedTo(String position) {
    return new Change.ShardMoved(
        fresh()
            .startFull(LogPosition.ORIGIN)
            .follow()
            .advanceTo(Watermark.at(LogPosition.of(position))));
  }

  @Test
  void aCheckpointOfAnotherRouteIsNotMadeUseOf() {
    assertThat(find(new RouteIdentity("zone-a", "zone-c"))).isEmpty();
    assertThat(find(ROUTE)).hasValueSatisfying(CheckpointReplication::close);
  }

  @Test
  void aKeyWhoseLogIsDoneUpToWhereItWasIsDoneWith() {
    save(bucket(BucketState.Standing.FOLLOWED, ""), followedTo("00000000007.5.1"));
    assertThat(standing(KEY)).isEqualTo(new Standing(Kind.DONE, ""));

    save(followedTo("00000000012.1.1"));
    assertThat(standing(KEY).kind()).isEqualTo(Kind.DONE);

    head = Optional.empty();
    assertThat(standing(KEY).kind()).isEqualTo(Kind.UNKNOWN);
  }

  @Test
  void aKeyWhoseLogIsNotDoneOrThatIsToBeListedIsWorkedOn() {
    save(bucket(BucketState.Standing.FOLLOWED, ""), followedTo("00000000006.9.1"));
    assertThat(standing(KEY).kind()).isEqualTo(Kind.WORKING);
    assertThat(standing(KEY).reason()).contains("photos:id.1:3").contains("not all done");

    save(new Change.ShardMoved(fresh().startFull(LogPosition.of("00000000012.1.1"))));
    assertThat(standing(KEY).kind()).isEqualTo(Kind.WORKING);
    assertThat(standing(KEY).reason()).contains("in full");
  }

  @Test
  void whatIsParkedRefusedOrDisabledIsSoWithItsReason() {
    save(bucket(BucketState.Standing.FOLLOWED, ""), followedTo("00000000012.1.1"), parked());
    assertThat(standing(KEY)).isEqualTo(new Standing(Kind.PARKED, "INVALID: SSE-C"));
    assertThat(standing(new Subject.Key(BUCKET, "other")).kind()).isEqualTo(Kind.DONE);

    save(new Change.Unparked(SHARD, "k", "v"), new Change.ShardMoved(fresh().park(Phase.STOPPED)));
    assertThat(standing(KEY).kind()).isEqualTo(Kind.PARKED);
    assertThat(standing(KEY).reason()).contains("disabled");

    save(bucket(BucketState.Standing.REFUSED, "is somebody else's"));
    assertThat(standing(KEY)).isEqualTo(new Standing(Kind.PARKED, "is somebody else's"));
    assertThat(standing(new Subject.Bucket(BUCKET)))
        .isEqualTo(new Standing(Kind.PARKED, "is somebody else's"));
  }

  private static Change parked() {
    return new Change.Parked(
        new ParkedEntry(
            SHARD,
            "k",
            "v",
            "write",
            OptionalLong.empty(),
            "INVALID: SSE-C",
            6,
            NOW,
            NOW.plus(Duration.ofMinutes(1))));
  }

  @Test
  void usersAndBucketsAreKnownByWhatIsRecordedOfThem() {
    save(
        new Change.UserRefused("bob", "exists there"),
        new Shortfall("user e-mail", "ann", "another user has it").found(),
        new Shortfall("bucket", "photos", "no such placement").found(),
        new Change.Fact("lent-owner:eve", "may write for a while"),
        new Change.Fact("unsettled-versioning:docs", "ENABLED"));

    assertThat(standing(new Subject.User("bob")))
        .isEqualTo(new Standing(Kind.PARKED, "exists there"));
    assertThat(standing(new Subject.User("ann")).reason()).isEqualTo("another user has it");
    assertThat(standing(new Subject.User("eve")).kind()).isEqualTo(Kind.WORKING);
    assertThat(standing(new Subject.User("zoe")).kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(standing(new Subject.Bucket(BUCKET)).reason()).isEqualTo("no such placement");
    assertThat(standing(new Subject.Bucket(BucketName.parse("docs"))).kind())
        .isEqualTo(Kind.WORKING);
    Subject sheets = new Subject.Bucket(BucketName.parse("sheets"));
    assertThat(standing(sheets).kind()).isEqualTo(Kind.UNKNOWN);
    places =
        MapConfig.ofPlaceRules(
                "bucket docs -> both\nbucket sheets -> both\nkeys docs: -> d/\nkeys sheets: -> s/")
            .places();
    assertThat(standing(sheets).kind()).as("in one bucket with docs").isEqualTo(Kind.WORKING);
  }

  /** Nothing goes on by itself then, so that nothing is in flight. */
  @Test
  void withoutAProcessNothingIsWorkedOnAndWhatIsParkedStaysSo() {
    save(bucket(BucketState.Standing.FOLLOWED, ""), followedTo("00000000006.9.1"));
    store.close();
    assertThat(standing(KEY).kind()).isEqualTo(Kind.IDLE);
    assertThat(standing(KEY).reason()).contains("no 'sync' is running");

    replicate();
    save(parked());
    store.close();
    assertThat(standing(KEY).kind()).isEqualTo(Kind.PARKED);
  }
}
