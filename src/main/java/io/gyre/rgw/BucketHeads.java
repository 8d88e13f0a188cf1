package io.gyre.rgw;

import io.gyre.log.BucketInstance;
import io.gyre.log.BucketShard;
import io.gyre.log.LogPosition;
import java.util.Map;

/**
 * How far the logs of all index shards of a bucket have come, in one answer.
 *
 * @param instance the bucket's present instance
 * @param marker the bucket's marker, which outlives a reshard
 * @param shards index shards, 0 for an index that is not sharded
 * @param heads the newest position of every index shard's log
 */
public record BucketHeads(
    BucketInstance instance, String marker, int shards, Map<BucketShard, LogPosition> heads) {
  public BucketHeads {
    heads = Map.copyOf(heads);
  }
}
