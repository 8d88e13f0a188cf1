package io.gyre.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gyre.log.BucketInstance;
import io.gyre.log.BucketShard;
import io.gyre.log.ListingPosition;
import io.gyre.log.LogPosition;
import io.gyre.log.Versioning;
import io.gyre.log.Watermark;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the port promises, held against each of its implementations. */
abstract class CheckpointStoreContract {
  static final RouteIdentity ROUTE = new RouteIdentity("zone-a", "zone-b");
  static final Instant T0 = Instant.parse("2026-01-02T03:04:05.123456789Z");
  static final int MANY = 1000;
  private static final LogPosition HEAD = new LogPosition.Marker("head");

  CheckpointStore store;

  /** Opens the store of this test; what was saved before is there. */
  abstract CheckpointStore open();

  @BeforeEach
  void openStore() {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  void save(Change... changes) {
    get(store.save(List.of(changes)));
  }

  static BucketShard shard(String bucket, int shard) {
    return new BucketShard(BucketInstance.parse(bucket), shard);
  }

  static BucketShardState following(BucketShard shard, int logShard) {
    return BucketShardState.fresh(shard, logShard, false).startFull(HEAD).follow();
  }

  static ParkedEntry parked(BucketShard shard, String key, Instant since, Instant nextTry) {
    return new ParkedEntry(
        shard, key, "v1", "write", OptionalLong.empty(), "DENIED: no", 3, since, nextTry);
  }

  static BucketState bucket(String instance, String marker) {
    return new BucketState(
        BucketInstance.parse(instance),
        marker,
        11,
        Versioning.ENABLED,
        "dest",
        BucketState.Standing.FOLLOWED,
        "");
  }

  @Test
  void bucketsThatAreBeingMadeOrStoppedAreNotReplicatedYet() {
    BucketState bucket = bucket("a:1", "m1");
    BucketState making =
        new BucketState(
            BucketInstance.parse("b:2"),
            "m2",
            1,
            Versioning.NEVER,
            "dest",
            BucketState.Standing.CREATING,
            "");
    get(store.save(List.of(new Change.BucketSeen(bucket), new Change.BucketSeen(making))));
    for (int i = 0; i < 2; i++) {
      BucketShardState shard =
          BucketShardState.fresh(new BucketShard(bucket.source(), i), i, false);
      get(store.save(Change.of(new Change.ShardDiscovered(shard))));
      get(store.save(Change.of(new Change.ShardMoved(shard.park(Phase.STOPPED)))));
    }

    assertThat(get(store.refusedBuckets("", MANY))).containsExactly("b");
    assertThat(get(store.countRefused())).as("two buckets").isEqualTo(2);

    save(new Change.BucketForgotten(bucket.source()), new Change.BucketForgotten(making.source()));
    save(
        new Change.ShardMoved(
            BucketShardState.fresh(shard("a:0", 0), 0, false).park(Phase.STOPPED)));
    assertThat(get(store.countRefused())).as("of a bucket that is gone").isZero();
  }

  @Test
  void bucketsBeingRemovedAndOwnUsersAreFound() {
    get(
        store.save(
            List.of(
                new Change.BucketSeen(bucket("b:1", "m1")),
                new Change.BucketSeen(bucket("a:2", "m2").removing()),
                new Change.UserOwned("zoe"),
                new Change.UserOwned("amy"),
                new Change.UserRefused("bob", "not ours"),
                new Change.Fact("f", "1"),
                new Change.FactRemoved("f"),
                new Shortfall("user", "t$eve", "refused").found(),
                Shortfall.mended("user", "eve"))));

    assertThat(get(store.bucketsBeingRemoved(MANY)))
        .containsExactly(bucket("a:2", "m2").removing());
    assertThat(get(store.ownedUsers("", MANY))).containsExactly("amy", "zoe");
    assertThat(get(store.ownedUsers("amy", MANY))).containsExactly("zoe");
    assertThat(Shortfall.among(get(store.facts())))
        .containsExactly(new Shortfall("user", "t$eve", "refused"));
    assertThat(get(store.countRefused())).isEqualTo(2);
    assertThat(get(store.countRemovals())).isEqualTo(1);
    save(Shortfall.ofRemoval("a", "too many objects").found());
    assertThat(get(store.countRemovals())).isZero();
    save(new Change.BucketSeen(bucket("c:3", "m3").removing()));
    assertThat(get(store.bucketsBeingRemoved(1)))
        .as("one that failed does not keep others from their turn")
        .containsExactly(bucket("c:3", "m3").removing());
  }

  @Test
  void aFreshStoreIsEmpty() {
    assertThat(get(store.facts())).isEmpty();
    assertThat(get(store.logShards(LogKind.DATA))).isEmpty();
    assertThat(get(store.logShard(LogKind.DATA, 0))).isEmpty();
    assertThat(get(store.bucketShards(Optional.empty(), MANY))).isEmpty();
    assertThat(get(store.buckets("", MANY))).isEmpty();
    assertThat(get(store.countShards()))
        .isEqualTo(new CheckpointStore.ShardCounts(Map.of(), 0, Optional.empty()));
    assertThat(get(store.countParked())).isZero();
  }

  @Test
  void watermarksOfLogShardsAreKeptByKindAndShard() {
    LogShardState origin =
        new LogShardState(LogKind.DATA, 7, "", LogPosition.ORIGIN, LogPosition.ORIGIN, T0);
    LogShardState data = move(LogKind.DATA, 2, "", "1_b", "1_a");
    LogShardState metadata = move(LogKind.METADATA, 2, "period", "1_d", "1_c");
    save(
        new Change.LogShardMoved(origin),
        new Change.LogShardMoved(move(LogKind.DATA, 2, "", "1_a", "1_0")));
    save(new Change.LogShardMoved(data), new Change.LogShardMoved(metadata));
    assertThat(get(store.logShards(LogKind.DATA))).containsExactly(data, origin);
    assertThat(get(store.logShards(LogKind.METADATA))).containsExactly(metadata);
    assertThat(get(store.logShard(LogKind.METADATA, 2))).contains(metadata);
    assertThat(get(store.logShard(LogKind.METADATA, 7))).isEmpty();
  }

  private static LogShardState move(
      LogKind kind, int shard, String period, String position, String previous) {
    return LogShardState.of(
        kind,
        shard,
        period,
        new Watermark(LogPosition.of(position), LogPosition.of(previous)),
        T0.plusNanos(1));
  }

  @Test
  void aBucketShardIsKeptWithAllThatItKnows() {
    BucketShard shard = shard("tenant/bücket:id.1", BucketShard.UNSHARDED);
    BucketShardState state =
        BucketShardState.fresh(shard, 5, true)
            .startFull(new LogPosition.Marker("00000000001.2.3"))
            .listedTo(new ListingPosition("k\u0000\u0001 \ud83d\ude00//..", "null"));
    save(new Change.ShardMoved(state));
    assertThat(get(store.bucketShard(shard))).contains(state);
    save(new Change.ShardMoved(state.follow()));
    assertThat(get(store.bucketShard(shard))).contains(state.follow());
    assertThat(get(store.bucketShard(shard("tenant/bücket:id.1", 0)))).isEmpty();
  }

  @Test
  void discoveringAKnownBucketShardChangesNothing() {
    BucketShardState state = following(shard("b:1", 0), 3);
    save(new Change.ShardMoved(state));
    save(new Change.ShardDiscovered(BucketShardState.fresh(state.shard(), 3, true)));
    assertThat(get(store.bucketShard(state.shard()))).contains(state);
  }

  @Test
  void dirtyBelongsToDirtyAndCleanAlone() {
    BucketShard shard = shard("b:1", 0);
    save(new Change.Dirty(shard, 3, T0.plusSeconds(5)));
    assertThat(get(store.bucketShard(shard)))
        .contains(dirty(BucketShardState.fresh(shard, 3, false), T0.plusSeconds(5)));
    save(new Change.Dirty(shard, 3, T0));
    save(new Change.Dirty(shard, 3, T0.plusSeconds(9)));
    save(new Change.ShardMoved(BucketShardState.fresh(shard, 3, false).startFull(HEAD)));
    save(new Change.ShardMoved(following(shard, 3)));
    assertThat(get(store.bucketShard(shard))).contains(dirty(following(shard, 3), T0));
    save(new Change.Clean(shard));
    save(new Change.ShardMoved(dirty(following(shard, 3), T0)));
    assertThat(get(store.bucketShard(shard))).contains(following(shard, 3));
    save(new Change.Clean(shard("unknown:1", 0)));
    assertThat(get(store.bucketShard(shard("unknown:1", 0)))).isEmpty();
  }

  @Test
  void allDirtyMarksTheBucketShardsOfOneLogShard() {
    BucketShardState first = following(shard("a:1", 0), 1);
    BucketShardState second = following(shard("b:1", 0), 1);
    BucketShardState other = following(shard("c:1", 0), 2);
    save(new Change.ShardMoved(first), new Change.ShardMoved(second), new Change.ShardMoved(other));
    save(new Change.Dirty(first.shard(), 1, T0), new Change.AllDirty(1, T0.plusSeconds(1)));
    assertThat(get(store.bucketShards(Optional.empty(), MANY)))
        .containsExactly(dirty(first, T0), dirty(second, T0.plusSeconds(1)), other);
  }

  @Test
  void allRestartedLeavesWhatWaitsAndWhatHasNotBegun() {
    BucketShardState followed = following(shard("a:1", 0), 1);
    BucketShardState listed =
        BucketShardState.fresh(shard("b:1", 0), 1, false)
            .startFull(HEAD)
            .listedTo(new ListingPosition("k", "v"));
    BucketShardState fresh = BucketShardState.fresh(shard("c:1", 0), 1, false);
    BucketShardState stopped = following(shard("d:1", 0), 1).park(Phase.STOPPED);
    save(
        new Change.ShardMoved(followed),
        new Change.ShardDiscovered(listed),
        new Change.ShardMoved(fresh),
        new Change.ShardMoved(stopped),
        new Change.Dirty(followed.shard(), 1, T0));

    save(new Change.AllRestarted());

    assertThat(get(store.bucketShards(Optional.empty(), MANY)))
        .containsExactly(dirty(followed.restart(), T0), listed.restart(), fresh, stopped);
  }

  static BucketShardState dirty(BucketShardState state, Instant since) {
    return new BucketShardState(
        state.shard(),
        state.logShard(),
        state.phase(),
        state.position(),
        state.previous(),
        state.listing(),
        state.recheck(),
        Optional.of(since));
  }

  @Test
  void fullWorkComesInTheOrderOfDiscovery() {
    BucketShardState late = BucketShardState.fresh(shard("z:1", 0), 1, false);
    BucketShardState early = BucketShardState.fresh(shard("a:1", 0), 1, false);
    BucketShardState done = following(shard("m:1", 0), 1);
    BucketShardState elsewhere = BucketShardState.fresh(shard("e:1", 0), 2, false);
    for (BucketShardState state : List.of(late, early, done, elsewhere)) {
      save(new Change.ShardMoved(state));
    }
    BucketShardState begun = late.startFull(LogPosition.ORIGIN);
    save(new Change.ShardMoved(begun));
    assertThat(get(store.work(1, true, T0, Set.of(), MANY))).containsExactly(begun, early);
    assertThat(get(store.work(1, true, T0, Set.of(late.shard()), 1))).containsExactly(early);
    assertThat(get(store.work(1, true, T0, Set.of(), 1))).containsExactly(begun);
  }

  @Test
  void whatCannotBeFollowedForNowIsWorkToo() {
    BucketShardState stopped = following(shard("a:1", 0), 1).park(Phase.STOPPED);
    BucketShardState refused = following(shard("b:1", 0), 1).park(Phase.UNFOLLOWED);
    BucketShardState clean = following(shard("c:1", 0), 1).park(Phase.STOPPED);
    for (BucketShardState state : List.of(stopped, refused, clean)) {
      save(new Change.ShardMoved(state));
    }
    save(
        new Change.Dirty(stopped.shard(), 1, T0),
        new Change.Dirty(refused.shard(), 1, T0.plusSeconds(1)),
        new Change.Parked(parked(clean.shard(), "tried again once it is followed", T0, T0)));
    assertThat(live(T0, Set.of(), MANY)).containsExactly(stopped.shard(), refused.shard());
  }

  @Test
  void liveWorkIsWhatWaitsLongest() {
    BucketShard dirtyLong = shard("a:1", 0);
    BucketShard dirtyShort = shard("b:1", 0);
    BucketShard due = shard("c:1", 0);
    BucketShard notDue = shard("d:1", 0);
    BucketShard stillFull = shard("e:1", 0);
    for (BucketShard shard : List.of(dirtyShort, dirtyLong, due, notDue)) {
      save(new Change.ShardMoved(following(shard, 1)));
    }
    save(
        new Change.Dirty(dirtyLong, 1, T0),
        new Change.Dirty(dirtyShort, 1, T0.plusSeconds(20)),
        new Change.Dirty(stillFull, 1, T0),
        new Change.Parked(parked(due, "k", T0, T0.plusSeconds(10))),
        new Change.Parked(parked(due, "later", T0, T0.plusSeconds(1000))),
        new Change.Parked(parked(notDue, "k", T0, T0.plusSeconds(1000))),
        new Change.Parked(parked(dirtyLong, "k", T0, T0.plusSeconds(5))),
        new Change.Parked(parked(stillFull, "k", T0, T0)));
    Instant now = T0.plusSeconds(30);
    assertThat(live(now, Set.of(), MANY)).containsExactly(dirtyLong, due, dirtyShort);
    assertThat(live(now, Set.of(dirtyLong), 1)).containsExactly(due);
    assertThat(live(T0.plusSeconds(9), Set.of(), MANY)).containsExactly(dirtyLong, dirtyShort);
    save(new Change.Unparked(due, "k", "v1"), new Change.Clean(dirtyLong));
    assertThat(live(now, Set.of(), MANY)).containsExactly(dirtyLong, dirtyShort);
    save(new Change.Unparked(dirtyLong, "k", "v1"));
    assertThat(live(now, Set.of(), MANY)).containsExactly(dirtyShort);
  }

  List<BucketShard> live(Instant now, Set<BucketShard> except, int max) {
    return get(store.work(1, false, now, except, max)).stream()
        .map(BucketShardState::shard)
        .toList();
  }

  @Test
  void bucketShardsComeInPagesThatSurviveForgetting() {
    List<BucketShard> all =
        IntStream.range(0, 25).mapToObj(i -> shard("b" + i % 5 + ":1", i / 5)).toList();
    all.forEach(s -> save(new Change.ShardDiscovered(BucketShardState.fresh(s, 0, false))));
    List<BucketShardState> first = get(store.bucketShards(Optional.empty(), 7));
    BucketShard last = first.get(6).shard();
    save(new Change.InstanceForgotten(last.instance()));
    List<BucketShardState> rest = get(store.bucketShards(Optional.of(last), MANY));
    assertThat(first).hasSize(7);
    assertThat(rest).hasSize(15);
    assertThat(rest).doesNotContainAnyElementsOf(first);
  }

  @Test
  void countsAreByPhase() {
    save(
        new Change.ShardMoved(following(shard("a:1", 0), 1)),
        new Change.ShardMoved(following(shard("a:1", 1), 2).park(Phase.STOPPED)),
        new Change.Dirty(shard("b:1", 0), 1, T0.plusSeconds(1)),
        new Change.Dirty(shard("a:1", 0), 1, T0));
    assertThat(get(store.countShards()))
        .isEqualTo(
            new CheckpointStore.ShardCounts(
                Map.of(Phase.INCREMENTAL, 1, Phase.STOPPED, 1, Phase.INIT, 1), 2, Optional.of(T0)));
  }

  @Test
  void whatIsNotAtItsEndIsCountedWithoutThoseLeftOut() {
    save(
        new Change.ShardMoved(following(shard("a:1", 0), 1)),
        new Change.ShardMoved(following(shard("a:1", 1), 2)),
        new Change.ShardMoved(following(shard("a:1", 2), 2)),
        new Change.ShardDiscovered(BucketShardState.fresh(shard("b:1", 0), 1, false)),
        new Change.Dirty(shard("a:1", 0), 1, T0),
        new Change.Dirty(shard("a:1", 1), 2, T0.plusSeconds(1)),
        new Change.Dirty(shard("c:1", 0), 1, T0.plusSeconds(2)));

    assertThat(get(store.behind(Set.of())))
        .isEqualTo(new CheckpointStore.Behind(2, 2, Optional.of(T0)));
    assertThat(get(store.behind(Set.of(shard("a:1", 0), shard("a:1", 2), shard("never:1", 0)))))
        .isEqualTo(new CheckpointStore.Behind(2, 1, Optional.of(T0.plusSeconds(1))));
    assertThat(get(store.behind(Set.of(shard("a:1", 0), shard("a:1", 1), shard("c:1", 0)))))
        .isEqualTo(new CheckpointStore.Behind(1, 0, Optional.empty()));
  }

  @Test
  void aBucketIsKnownByItsMarker() {
    BucketState first = bucket("t/a:id1", "marker1");
    BucketState resharded = bucket("t/a:id2", "marker1");
    BucketState again = bucket("t/a:id3", "marker3");
    save(new Change.BucketSeen(first), new Change.BucketSeen(again));
    save(new Change.BucketSeen(resharded));
    assertThat(get(store.bucketsNamed("t/a"))).containsExactly(resharded, again);
    assertThat(get(store.bucketsNamed("a"))).isEmpty();
    save(new Change.BucketForgotten(resharded.source()));
    assertThat(get(store.bucketsNamed("t/a"))).containsExactly(again);
  }

  @Test
  void pagesOfBucketsKeepThoseOfOneNameTogether() {
    save(
        new Change.BucketSeen(bucket("b:3", "m3")),
        new Change.BucketSeen(bucket("a:1", "m1")),
        new Change.BucketSeen(bucket("b:2", "m2")),
        new Change.BucketSeen(bucket("c:4", "m4")));
    assertThat(get(store.buckets("", 2)))
        .extracting(state -> state.source().id())
        .containsExactly("1", "3", "2");
    assertThat(get(store.buckets("b", 2)))
        .extracting(state -> state.source().id())
        .containsExactly("4");
  }

  @Test
  void aForgottenBucketTakesItsShardsAndParkedEntriesAlong() {
    BucketShard gone = shard("a:1", 0);
    BucketShard other = shard("a:2", 0);
    save(
        new Change.BucketSeen(bucket("a:1", "m1")),
        new Change.ShardMoved(following(gone, 1)),
        new Change.ShardMoved(following(other, 1)),
        new Change.Parked(parked(gone, "k", T0, T0)),
        new Change.Parked(parked(other, "k", T0, T0)));
    save(new Change.BucketForgotten(gone.instance()));
    assertThat(get(store.bucketsNamed("a"))).isEmpty();
    assertThat(get(store.bucketShard(gone))).isEmpty();
    assertThat(get(store.bucketShard(other))).isPresent();
    assertThat(get(store.parked(0, MANY))).extracting(ParkedEntry::shard).containsExactly(other);
    save(new Change.InstanceForgotten(other.instance()));
    assertThat(get(store.bucketShard(other))).isEmpty();
    assertThat(get(store.countParked())).isZero();
  }

  @Test
  void usersAndFactsAreRemembered() {
    save(new Change.UserOwned("t$u"), new Change.UserOwned("t$u"), new Change.Fact("a", "1"));
    save(new Change.Fact("a", "2"), new Change.Fact("b", ""));
    assertThat(get(store.ownsUser("t$u"))).isTrue();
    assertThat(get(store.ownsUser("u"))).isFalse();
    assertThat(get(store.facts())).isEqualTo(Map.of("a", "2", "b", ""));
    save(new Change.UserForgotten("t$u"), new Change.UserForgotten("u"));
    assertThat(get(store.ownsUser("t$u"))).isFalse();
  }

  @Test
  void aRefusedUserIsNotOursUntilItIsOwned() {
    save(new Change.UserOwned("u"));
    save(new Change.UserRefused("u", "its key belongs to another user"));
    assertThat(get(store.ownsUser("u"))).isFalse();
    save(new Change.UserOwned("u"));
    assertThat(get(store.ownsUser("u"))).isTrue();
  }

  @Test
  void savesTakeEffectInTheOrderTheyWereAskedFor() {
    List<CompletionStage<Void>> saves =
        IntStream.range(0, 2000)
            .mapToObj(i -> store.save(Change.of(new Change.Fact("last", "" + i))))
            .toList();
    saves.forEach(CheckpointStoreContract::get);
    assertThat(get(store.facts())).containsEntry("last", "1999");
  }

  @Test
  void whatWasSavedIsThereAfterReopening() {
    save(new Change.Fact("a", "1"), new Change.ShardMoved(following(shard("b:1", 0), 1)));
    CompletionStage<Void> last = store.save(Change.of(new Change.Fact("b", "2")));
    store.close();
    assertThat(last.toCompletableFuture()).isCompleted();
    store = open();
    assertThat(get(store.facts())).isEqualTo(Map.of("a", "1", "b", "2"));
    assertThat(get(store.bucketShard(shard("b:1", 0)))).contains(following(shard("b:1", 0), 1));
  }

  @Test
  void aBucketShardThatWasReplacedIsNotMovedByWhoStillWorksOnTheOldOne() {
    BucketShard shard = shard("b:1", 0);
    BucketShardState fresh = BucketShardState.fresh(shard, 3, true);
    BucketShardState listed = fresh.startFull(HEAD).listedTo(new ListingPosition("k", "v"));
    save(new Change.ShardMoved(listed));
    save(new Change.InstanceForgotten(shard.instance()), new Change.ShardDiscovered(fresh));
    save(new Change.ShardMoved(listed.listedTo(new ListingPosition("l", "v"))));
    save(new Change.ShardMoved(listed.follow()));
    assertThat(get(store.bucketShard(shard))).contains(fresh);
    save(new Change.ShardMoved(BucketShardState.fresh(shard, 3, false).startFull(HEAD)));
    assertThat(get(store.bucketShard(shard))).contains(fresh.startFull(HEAD));
  }

  @Test
  void withAnInstanceWhatItsIndexLacksIsForgotten() {
    Shortfall other = Shortfall.ofIndex(shard("b:12", 0), "gone");
    save(
        Shortfall.ofIndex(shard("b:1", 0), "gone").found(),
        Shortfall.ofIndex(shard("b:1", BucketShard.UNSHARDED), "gone").found(),
        Shortfall.ofIndex(shard("b:1", 1), "gone").found(),
        Shortfall.indexMended(shard("b:1", 1)),
        other.found());
    save(new Change.InstanceForgotten(shard("b:1", 0).instance()));
    assertThat(Shortfall.among(get(store.facts()))).containsExactly(other);
  }

  /** The cause of a stage that failed. */
  static void assertFails(CompletionStage<?> stage, String... parts) {
    assertThatThrownBy(() -> get(stage))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(CheckpointException.class)
        .message()
        .contains(parts);
  }
}
