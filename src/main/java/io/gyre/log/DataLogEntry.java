package io.gyre.log;

import java.time.Instant;

/**
 * "This bucket shard has changed": all that the data log says.
 *
 * @param position the entry's own marker
 * @param timestamp when the gateway wrote it
 */
public record DataLogEntry(LogPosition.Marker position, Instant timestamp, BucketShard shard) {}
