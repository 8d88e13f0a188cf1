package io.gyre.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the port promises, also of parked entries and of what is paused. */
abstract class ParkedEntriesContract extends CheckpointStoreContract {
  @Test
  void parkingAgainReplacesButKeepsTheFirstTime() {
    BucketShard shard = shard("a:1", 0);
    ParkedEntry first = parked(shard, "k", T0, T0.plusSeconds(60));
    ParkedEntry again =
        new ParkedEntry(
            shard,
            "k",
            "v1",
            "link_olh",
            OptionalLong.of(7),
            "TRANSIENT: 503",
            6,
            T0.plusSeconds(60),
            T0.plusSeconds(180));
    save(new Change.Parked(first));
    save(new Change.Parked(again));
    assertThat(get(store.parked(0, MANY)))
        .containsExactly(
            new ParkedEntry(
                shard,
                "k",
                "v1",
                "link_olh",
                OptionalLong.of(7),
                "TRANSIENT: 503",
                6,
                T0,
                T0.plusSeconds(180)));
    save(new Change.Unparked(shard, "k", "other"), new Change.Unparked(shard, "other", "v1"));
    assertThat(get(store.countParked())).isEqualTo(1);
    save(new Change.Unparked(shard, "k", "v1"), new Change.Unparked(shard, "k", "v1"));
    assertThat(get(store.countParked())).isZero();
  }

  @Test
  void parkedEntriesComeOldestFirstAndThoseOfAShardAsTheyAreDue() {
    BucketShard shard = shard("a:1", 0);
    BucketShard other = shard("b:1", 0);
    ParkedEntry young = parked(shard, "young", T0.plusSeconds(2), T0.plusSeconds(5));
    ParkedEntry old = parked(shard, "old", T0, T0.plusSeconds(9));
    ParkedEntry foreign = parked(other, "foreign", T0.plusSeconds(1), T0.plusSeconds(5));
    save(new Change.Parked(young), new Change.Parked(old), new Change.Parked(foreign));
    assertThat(get(store.parked(0, MANY))).containsExactly(old, foreign, young);
    assertThat(get(store.parked(1, 1))).containsExactly(foreign);
    assertThat(get(store.parkedDue(shard, T0.plusSeconds(5), MANY))).containsExactly(young);
    assertThat(get(store.parkedDue(shard, T0.plusSeconds(9), MANY))).containsExactly(young, old);
    assertThat(get(store.parkedDue(shard, T0.plusSeconds(9), 1))).containsExactly(young);
    assertThat(get(store.parkedDue(shard, T0.plusSeconds(4), MANY))).isEmpty();
  }

  @Test
  void parkedEntriesOfOneKeyAreFound() {
    BucketShard shard = shard("a:1", 0);
    ParkedEntry first = parked(shard, "k", T0, T0.plusSeconds(9));
    ParkedEntry second =
        new ParkedEntry(shard, "k", "v2", "write", OptionalLong.empty(), "DENIED: no", 3, T0, T0);
    save(
        new Change.Parked(first),
        new Change.Parked(second),
        new Change.Parked(parked(shard, "k2", T0, T0)),
        new Change.Parked(parked(shard("a:1", 1), "k", T0, T0)));
    assertThat(get(store.parkedOf(shard, "k", MANY))).containsExactly(first, second);
    assertThat(get(store.parkedOf(shard, "k", 1))).containsExactly(first);
    assertThat(get(store.parkedOf(shard, "other", MANY))).isEmpty();
  }

  @Test
  void entriesOfUnknownOutcomeAreFoundAmongOthersDueOrNot() {
    BucketShard shard = shard("a:1", 0);
    ParkedEntry young = unanswered(shard, "young", 1, T0.plusSeconds(1));
    ParkedEntry old = unanswered(shard, "old", 1, T0);
    save(
        new Change.Parked(parked(shard, "oldest", T0.minusSeconds(9), T0)),
        new Change.Parked(young),
        new Change.Parked(old),
        new Change.Parked(unanswered(shard("b:1", 0), "foreign", 1, T0)));

    assertThat(get(store.parkedUnknown(shard, MANY))).containsExactly(old, young);
    assertThat(get(store.parkedUnknown(shard, 1))).containsExactly(old);
    save(new Change.Parked(parked(shard, "old", T0, T0)));
    assertThat(get(store.parkedUnknown(shard, MANY))).containsExactly(young);
  }

  @Test
  void unsettledIsWhatIsOfUnknownOutcomeFollowedAndNotTriedTooOften() {
    BucketShard followed = shard("a:1", 0);
    BucketShard stopped = shard("b:1", 0);
    save(
        new Change.ShardMoved(following(followed, 0)),
        new Change.ShardMoved(following(stopped, 0).park(Phase.STOPPED)),
        new Change.Parked(parked(followed, "refused", T0, T0)),
        new Change.Parked(unanswered(followed, "k", 2, T0)),
        new Change.Parked(unanswered(followed, "often", 4, T0)),
        new Change.Parked(unanswered(stopped, "k", 2, T0)),
        new Change.Parked(unanswered(shard("unheard-of:1", 0), "k", 2, T0)));

    Instant before = T0.minusSeconds(1);
    assertThat(get(store.countUnsettled(1, T0))).as("only what is due").isEqualTo(1);
    assertThat(get(store.countUnsettled(4, before))).isEqualTo(2);
    save(new Change.Unparked(followed, "k", "v1"));
    assertThat(get(store.countUnsettled(2, before))).isZero();
  }

  private static ParkedEntry unanswered(
      BucketShard shard, String key, int attempts, Instant since) {
    return new ParkedEntry(
        shard,
        key,
        "v1",
        "write",
        OptionalLong.empty(),
        "UNKNOWN_OUTCOME: no answer",
        attempts,
        since,
        T0.plusSeconds(60));
  }

  @Test
  void whatIsPausedIsNoWork() {
    BucketShard copied = shard("t/a:b:1", 0);
    BucketShard dirty = shard("t/a:b:2", 3);
    BucketShard due = shard("t/a:b:2", 4);
    BucketShard other = shard("t/a:1", 0);
    save(
        new Change.ShardDiscovered(BucketShardState.fresh(copied, 1, false)),
        new Change.ShardMoved(following(dirty, 1)),
        new Change.Dirty(dirty, 1, T0),
        new Change.ShardMoved(following(due, 1)),
        new Change.Parked(parked(due, "k", T0, T0)),
        new Change.ShardMoved(following(other, 1)),
        new Change.Dirty(other, 1, T0.plusSeconds(9)));
    Optional<BucketName> bucket = Optional.of(BucketName.parse("t/a:b"));
    save(new Pause(bucket, T0).begun(), new Pause(Optional.empty(), T0).begun());
    assertThat(live(T0, Set.of(), 1)).containsExactly(other);
    assertThat(get(store.work(1, true, T0, Set.of(), 1))).isEmpty();
    assertThat(Pause.among(get(store.facts())))
        .containsExactlyInAnyOrder(new Pause(bucket, T0), new Pause(Optional.empty(), T0));

    save(Pause.ended(bucket));
    assertThat(live(T0, Set.of(), MANY)).containsExactlyInAnyOrder(dirty, due, other);
    assertThat(get(store.work(1, true, T0, Set.of(), MANY))).hasSize(1);
  }
}
