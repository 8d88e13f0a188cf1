package io.gyre.checkpoint;

import io.gyre.log.BucketInstance;
import java.time.Instant;
import java.util.Optional;

/**
 * One bucket of the source, and its bucket shards in numbers.
 *
 * @param reason why it is not followed; empty when it is
 * @param shards bucket shards that are known
 * @param copying those that are still to be copied, or compared, in full
 * @param stopped those whose syncing is disabled at the source
 * @param changed others that are marked dirty, without those that were left out
 * @param since since when the longest of those that were not left out has been dirty
 * @param recheck whether it was there before, so that what is copied in full is mostly compared
 * @param parked its parked entries
 */
public record BucketFacts(
    BucketInstance source,
    BucketState.Standing standing,
    String reason,
    int shards,
    int copying,
    int stopped,
    int changed,
    Optional<Instant> since,
    boolean recheck,
    int parked) {}
