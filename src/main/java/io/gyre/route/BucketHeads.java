package io.gyre.route;

import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.LogPosition;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The newest log positions of all index shards of a bucket, in one request. */
@FunctionalInterface
public interface BucketHeads {
  /** By bucket shard of the bucket's present instance; empty when the source has no such bucket. */
  CompletionStage<Optional<Map<BucketShard, LogPosition>>> of(BucketName bucket);
}
