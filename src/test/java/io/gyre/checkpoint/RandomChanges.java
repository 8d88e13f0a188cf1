package io.gyre.checkpoint;

import io.gyre.log.BucketInstance;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.ListingPosition;
import io.gyre.log.LogPosition;
import io.gyre.log.Versioning;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Changes of every kind over so few buckets, keys and times that they meet often. */
final class RandomChanges {
  static final int LOG_SHARDS = 3;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00.000000001Z");
  private static final List<String> KEYS = List.of("", "a", "ü/ \u0000", "\ud83d\ude00");

  private final Random random;

  private final List<Supplier<Change>> kinds =
      List.of(
          () -> new Change.LogShardMoved(logShard()),
          () -> new Change.ShardMoved(bucketShard()),
          () -> new Change.ShardDiscovered(bucketShard()),
          () -> new Change.Dirty(shard(), number(LOG_SHARDS), time()),
          () -> new Change.AllDirty(number(LOG_SHARDS), time()),
          Change.AllRestarted::new,
          () -> new Change.Clean(shard()),
          () -> new Change.BucketSeen(bucket()),
          () -> new Change.BucketForgotten(instance()),
          () -> new Change.InstanceForgotten(instance()),
          () -> new Change.Parked(parked()),
          () -> new Change.Unparked(shard(), key(), text("v", 2)),
          () -> new Change.UserOwned(text("user", 3)),
          () -> new Change.UserRefused(text("user", 3), text("reason", 2)),
          () -> new Change.UserForgotten(text("user", 3)),
          () -> new Change.Fact(text("fact", 3), text("value", 5)),
          () -> new Change.FactRemoved(text("fact", 3)));

  RandomChanges(long seed) {
    this.random = new Random(seed);
  }

  /** One change of each kind. */
  List<Change> ofEachKind() {
    return kinds.stream().map(Supplier::get).toList();
  }

  /** One to five changes. Forgetting is rarer, so that there is something to forget. */
  List<Change> next() {
    return IntStream.rangeClosed(0, number(5)).mapToObj(i -> change()).toList();
  }

  private Change change() {
    Change change = kinds.get(number(kinds.size())).get();
    boolean forgets =
        change instanceof Change.BucketForgotten || change instanceof Change.InstanceForgotten;
    return forgets && number(4) > 0 ? new Change.Parked(parked()) : change;
  }

  int number(int bound) {
    return random.nextInt(bound);
  }

  Instant time() {
    return START.plusSeconds(number(50));
  }

  BucketShard shard() {
    return new BucketShard(instance(), number(4) - 1);
  }

  private <E extends Enum<E>> E one(E[] values) {
    return values[number(values.length)];
  }

  private String text(String prefix, int variants) {
    return prefix + number(variants);
  }

  private String key() {
    return KEYS.get(number(KEYS.size()));
  }

  private BucketInstance instance() {
    return new BucketInstance(
        new BucketName(number(3) == 0 ? "tenant" : "", text("b", 3)), text("id.", 2));
  }

  private LogPosition position() {
    return number(3) == 0 ? LogPosition.ORIGIN : new LogPosition.Marker(text("1_", 100));
  }

  private LogShardState logShard() {
    return new LogShardState(
        one(LogKind.values()), number(4), text("p", 2), position(), position(), time());
  }

  private BucketShardState bucketShard() {
    return new BucketShardState(
        shard(),
        number(LOG_SHARDS),
        one(Phase.values()),
        position(),
        position(),
        new ListingPosition(key(), text("v", 3)),
        random.nextBoolean(),
        Optional.of(time()));
  }

  private BucketState bucket() {
    return new BucketState(
        instance(),
        text("marker", 6),
        number(20),
        one(Versioning.values()),
        text("d", 3),
        one(BucketState.Standing.values()),
        text("r", 2));
  }

  private ParkedEntry parked() {
    return new ParkedEntry(
        shard(),
        key(),
        text("v", 2),
        text("operation", 3),
        random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextLong()),
        text("reason", 3),
        number(100),
        time(),
        time());
  }
}
