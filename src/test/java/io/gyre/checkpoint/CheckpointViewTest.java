package io.gyre.checkpoint;

import static io.gyre.checkpoint.CheckpointStoreContract.MANY;
import static io.gyre.checkpoint.CheckpointStoreContract.ROUTE;
import static io.gyre.checkpoint.CheckpointStoreContract.T0;
import static io.gyre.checkpoint.CheckpointStoreContract.bucket;
import static io.gyre.checkpoint.CheckpointStoreContract.following;
import static io.gyre.checkpoint.CheckpointStoreContract.get;
import static io.gyre.checkpoint.CheckpointStoreContract.parked;
import static io.gyre.checkpoint.CheckpointStoreContract.shard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gyre.checkpoint.BucketState.Standing;
import io.gyre.checkpoint.CheckpointSummary.Failure;
import io.gyre.checkpoint.CheckpointSummary.LogShards;
import io.gyre.checkpoint.CheckpointSummary.RefusedUser;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.ListingPosition;
import io.gyre.log.LogPosition;
import io.gyre.log.Versioning;
import io.gyre.log.Watermark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointViewTest {
  @TempDir Path directory;
  private CheckpointStore store;

  @BeforeEach
  void openStore() {
    store = JdbcCheckpointStore.open(directory, ROUTE);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private void save(Change... changes) {
    get(store.save(List.of(changes)));
  }

  private CheckpointSummary summary() {
    try (CheckpointView view = CheckpointView.open(directory)) {
      return view.summary();
    }
  }

  @Test
  void aStateThatIsNotThereIsNotMade() {
    Path nowhere = directory.resolve("nowhere");
    assertThatThrownBy(() -> CheckpointView.open(nowhere))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContainingAll(nowhere.toString(), "has not run");
    assertThat(nowhere).doesNotExist();
  }

  @Test
  void aFreshRouteHasNothing() {
    CheckpointSummary fresh = summary();
    assertThat(fresh.route()).isEqualTo(ROUTE);
    assertThat(fresh.logs()).isEmpty();
    assertThat(fresh.buckets()).isEmpty();
    assertThat(fresh.leftOut()).isEmpty();
    assertThat(fresh.shards())
        .isEqualTo(new CheckpointStore.ShardCounts(Map.of(), 0, Optional.empty()));
    assertThat(fresh.behind()).isEmpty();
    assertThat(fresh.parked())
        .isEqualTo(new CheckpointSummary.Parked(0, Optional.empty(), Optional.empty(), List.of()));
  }

  @Test
  void logsAreCountedWithTheirOldestAndNewestUpdate() {
    save(log(LogKind.DATA, 0, T0), log(LogKind.DATA, 1, T0.plusSeconds(5)));
    save(log(LogKind.DATA, 2, T0.plusSeconds(3)), log(LogKind.METADATA, 0, T0.plusSeconds(9)));
    assertThat(summary().logs())
        .isEqualTo(
            Map.of(
                LogKind.DATA,
                    new LogShards(
                        3,
                        T0,
                        T0.plusSeconds(5),
                        List.of(
                            state(LogKind.DATA, 0, T0),
                            state(LogKind.DATA, 1, T0.plusSeconds(5)),
                            state(LogKind.DATA, 2, T0.plusSeconds(3)))),
                LogKind.METADATA,
                    new LogShards(
                        1,
                        T0.plusSeconds(9),
                        T0.plusSeconds(9),
                        List.of(state(LogKind.METADATA, 0, T0.plusSeconds(9))))));
  }

  private static Change log(LogKind kind, int shard, Instant updated) {
    return new Change.LogShardMoved(state(kind, shard, updated));
  }

  private static LogShardState state(LogKind kind, int shard, Instant updated) {
    return LogShardState.of(
        kind,
        shard,
        "",
        new Watermark(new LogPosition.Marker("1_" + shard), LogPosition.ORIGIN),
        updated);
  }

  @Test
  void whatIsBehindIsNamedLongestWaitFirst() {
    BucketShardState listing =
        BucketShardState.fresh(shard("full:1", 0), 0, false)
            .startFull(LogPosition.ORIGIN)
            .listedTo(new ListingPosition("k", ""));
    save(
        new Change.ShardMoved(listing),
        new Change.ShardMoved(following(shard("late:1", 0), 0)),
        new Change.ShardMoved(following(shard("quiet:1", 0), 0)),
        new Change.ShardMoved(following(shard("early:1", 0), 0)));
    save(
        new Change.Dirty(shard("late:1", 0), 0, T0.plusSeconds(7)),
        new Change.Dirty(shard("early:1", 0), 0, T0));
    assertThat(summary().behind())
        .extracting(BucketShardState::shard)
        .containsExactly(shard("early:1", 0), shard("late:1", 0), shard("full:1", 0));
    assertThat(summary().behind().get(2)).isEqualTo(listing);
  }

  @Test
  void bucketsAndUsersThatAreLeftOutAreNamed() {
    BucketState refused = standing("z:1", Standing.REFUSED, "not ours");
    BucketState unfollowed = standing("a:1", Standing.UNFOLLOWED, "versioned");
    save(new Change.BucketSeen(refused), new Change.BucketSeen(unfollowed));
    save(new Change.BucketSeen(bucket("b:1", "b")), new Change.BucketSeen(bucket("c:1", "c")));
    save(
        new Change.UserOwned("mine"),
        new Change.UserRefused("theirs", "there already"),
        new Change.UserRefused("adopted", "there already"),
        new Change.UserOwned("adopted"),
        new Shortfall("bucket", "t/b", "no such placement").found());
    CheckpointSummary summary = summary();
    assertThat(summary.buckets())
        .isEqualTo(Map.of(Standing.FOLLOWED, 2, Standing.REFUSED, 1, Standing.UNFOLLOWED, 1));
    assertThat(summary.leftOut()).containsExactly(unfollowed, refused);
    assertThat(summary.ownedUsers()).isEqualTo(2);
    assertThat(summary.refusedUsers()).containsExactly(new RefusedUser("theirs", "there already"));
    assertThat(summary.shortfalls())
        .containsExactly(new Shortfall("bucket", "t/b", "no such placement"));
  }

  private static BucketState standing(String instance, Standing standing, String reason) {
    BucketState state = bucket(instance, instance);
    return new BucketState(
        state.source(), state.sourceMarker(), 1, Versioning.NEVER, "", standing, reason);
  }

  @Test
  void parkedEntriesAreCountedByClassOfFailure() {
    BucketShard shard = shard("b:1", 0);
    save(
        new Change.Parked(failed(shard, "k1", "DENIED: 403 of k1", T0.plusSeconds(1))),
        new Change.Parked(failed(shard, "k2", "TRANSIENT: reset", T0.plusSeconds(3))),
        new Change.Parked(failed(shard, "k3", "DENIED: 403 of k3", T0)),
        new Change.Parked(failed(shard, "k4", "no class at all", T0.plusSeconds(2))));
    assertThat(summary().parked())
        .isEqualTo(
            new CheckpointSummary.Parked(
                4,
                Optional.of(T0),
                Optional.of(T0.plusSeconds(60)),
                List.of(
                    new Failure("DENIED", 2, "DENIED: 403 of k3"),
                    new Failure("TRANSIENT", 1, "TRANSIENT: reset"),
                    new Failure("no class at all", 1, "no class at all"))));
  }

  private static ParkedEntry failed(BucketShard shard, String key, String reason, Instant since) {
    return new ParkedEntry(
        shard, key, "", "write", OptionalLong.empty(), reason, 3, since, since.plusSeconds(60));
  }

  @Test
  void theProcessThatReplicatesIsNamedWhileItDoes() throws Exception {
    assertThat(summary().process()).hasValue(ProcessHandle.current().pid());
    store.close();
    assertThat(summary().process()).isEmpty();
    try (SavingProcess other = SavingProcess.start(directory)) {
      assertThat(other.next()).isEqualTo(1);
      assertThat(summary().process()).hasValue(other.pid());
      other.kill();
      assertThat(summary().process()).isEmpty();
    }
    Files.writeString(directory.resolve("lock"), ProcessHandle.current().pid() + "\n");
    Files.setLastModifiedTime(directory.resolve("lock"), FileTime.from(T0));
    assertThat(summary().process()).as("this number was another process's then").isEmpty();
  }

  @Test
  void entriesAreMadeDueWhileTheStoreIsOpen() {
    BucketShard shard = shard("b:1", 0);
    save(new Change.ShardMoved(following(shard, 1)));
    save(new Change.Parked(parked(shard, "k", T0, T0.plusSeconds(1000))));
    save(new Change.Parked(parked(shard, "due", T0, T0.minusSeconds(5))));
    Instant now = T0.plusSeconds(10);
    assertThat(amend(view -> view.retry(new ParkedSelection.All(), now))).isEqualTo(2);
    assertThat(get(store.work(1, false, now, Set.of(), MANY))).hasSize(1);
    assertThat(get(store.parkedDue(shard, now, MANY)))
        .extracting(ParkedEntry::nextTry)
        .containsExactly(T0.minusSeconds(5), now);
  }

  private interface Amendment {
    int apply(CheckpointView view);
  }

  private int amend(Amendment amendment) {
    try (CheckpointView view = CheckpointView.openToAmend(directory)) {
      return amendment.apply(view);
    }
  }

  @Test
  void entriesAreDroppedByNumberByBucketAndByKey() {
    BucketShard one = shard("b:1", 0);
    BucketShard again = shard("b:2", 3);
    BucketShard longer = shard("bb:1", 0);
    BucketShard tenants = shard("t/b:1", 0);
    for (BucketShard shard : List.of(one, again, longer, tenants)) {
      save(new Change.Parked(parked(shard, "k", T0, T0)));
      save(new Change.Parked(parked(shard, "l", T0, T0)));
    }
    List<ParkedItem> all = view();
    assertThat(page(all.get(2), 3)).isEqualTo(all.subList(3, 6));
    assertThat(all).extracting(ParkedItem::id).doesNotHaveDuplicates().hasSize(8);
    BucketName bucket = new BucketName("", "b");
    assertThat(amend(v -> v.drop(new ParkedSelection.InBucket(bucket, Optional.of("k")))))
        .isEqualTo(2);
    assertThat(amend(v -> v.drop(new ParkedSelection.InBucket(bucket, Optional.empty()))))
        .isEqualTo(2);
    assertThat(view()).extracting(item -> item.entry().shard()).doesNotContain(one, again);
    List<Long> ids = List.of(view().get(0).id(), 999L);
    assertThat(amend(v -> v.drop(new ParkedSelection.Ids(ids)))).isEqualTo(1);
    assertThat(view()).hasSize(3);
    assertThat(amend(v -> v.drop(new ParkedSelection.All()))).isEqualTo(3);
    assertThat(get(store.countParked())).isZero();
  }

  private List<ParkedItem> view() {
    try (CheckpointView view = CheckpointView.open(directory)) {
      return view.parked(Optional.empty(), MANY);
    }
  }

  private List<ParkedItem> page(ParkedItem after, int max) {
    try (CheckpointView view = CheckpointView.open(directory)) {
      return view.parked(Optional.of(after), max);
    }
  }

  @Test
  void aNumberIsNeverGivenToAnotherEntry() {
    BucketShard shard = shard("b:1", 0);
    save(new Change.Parked(parked(shard, "k", T0, T0)));
    long first = view().get(0).id();
    save(new Change.Parked(parked(shard, "k", T0, T0.plusSeconds(9))));
    assertThat(view().get(0).id()).isEqualTo(first);
    save(new Change.Unparked(shard, "k", "v1"), new Change.Parked(parked(shard, "l", T0, T0)));
    assertThat(view().get(0).id()).isGreaterThan(first);
  }

  @Test
  void manyEntriesAreDroppedWhileTheStoreSaves() {
    BucketShard shard = shard("b:1", 0);
    List<Change> entries = new ArrayList<>();
    for (int i = 0; i < 3 * ParkedRows.MAX_GROUP + 7; i++) {
      entries.add(new Change.Parked(parked(shard, "k" + i, T0, T0)));
    }
    get(store.save(entries));
    var during = store.save(Change.of(new Change.Fact("during", "1")));
    assertThat(amend(view -> view.drop(new ParkedSelection.All()))).isEqualTo(entries.size());
    get(during);
    assertThat(get(store.countParked())).isZero();
  }
}
