package io.gyre.check;

import io.gyre.log.BucketShard;
import io.gyre.log.LogShards;
import io.gyre.metadata.KnownBucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Index shards of both ends that hold the same keys.
 *
 * @param source of the source's bucket, or all of its index
 * @param destination of the destination's bucket, likewise; empty where it has no such bucket
 * @param shards of the source's bucket, by number
 */
record IndexPair(BucketShard source, Optional<BucketShard> destination, List<BucketShard> shards) {
  /**
   * Index shard by index shard where both ends have as many, which a copy has unless it was
   * resharded: that is what a gateway lists with the least effort. Else the buckets as a whole.
   */
  static List<IndexPair> of(KnownBucket source, Counterpart.Bucket destination) {
    List<BucketShard> here = source.shards();
    List<BucketShard> there = destination.shards();
    if (there.isEmpty()) {
      return List.of();
    }
    if (here.size() != there.size()) {
      return List.of(new IndexPair(source.whole(), Optional.of(destination.whole()), here));
    }
    List<IndexPair> pairs = new ArrayList<>();
    for (int i = 0; i < here.size(); i++) {
      pairs.add(new IndexPair(here.get(i), Optional.of(there.get(i)), here));
    }
    return pairs;
  }

  /** Of a bucket that the destination does not have. */
  static List<IndexPair> of(KnownBucket source) {
    List<BucketShard> here = source.shards();
    return here.stream().map(shard -> new IndexPair(shard, Optional.empty(), here)).toList();
  }

  /** The source's index shard that has a key of these indexes. */
  BucketShard shardOf(String key) {
    if (shards.contains(source)) {
      return source;
    }
    return shards.stream()
        .filter(shard -> LogShards.indexes(shard.shard(), key, shards.size()))
        .findFirst()
        .orElse(source);
  }
}
