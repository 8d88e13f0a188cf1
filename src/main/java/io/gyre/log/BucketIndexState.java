package io.gyre.log;

/**
 * What a bucket shard's change log says about itself.
 *
 * @param head the position of its newest entry; does not go back when the log is trimmed
 * @param stopped whether an operator disabled syncing of this bucket
 */
public record BucketIndexState(LogPosition head, boolean stopped) {}
