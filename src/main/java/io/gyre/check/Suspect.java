package io.gyre.check;

import io.gyre.log.BucketShard;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Something that was not equal at the first look, or could not be looked at.
 *
 * @param shard of the source's bucket that has the key, if it is one
 * @param again looks again, at both ends
 */
record Suspect(
    Subject subject,
    Optional<BucketShard> shard,
    Look first,
    Supplier<CompletionStage<Look>> again) {}
