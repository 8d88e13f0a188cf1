package io.gyre.checkpoint;

import java.time.Instant;
import java.util.Optional;

/**
 * The bucket shards that one data log shard announces, in numbers.
 *
 * @param shards that are known
 * @param copying those that are still to be copied, or compared, in full
 * @param changed others that are marked dirty, without those that were left out
 * @param since since when the longest of those that were not left out has been dirty
 */
public record LogShardFacts(
    int logShard, int shards, int copying, int changed, Optional<Instant> since) {}
