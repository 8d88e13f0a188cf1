package io.gyre.checkpoint;

import io.gyre.log.BucketShard;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * An entry that failed too often for now. It is never forgotten: it is tried again, re-reading the
 * source, until it has an outcome or an operator drops it.
 *
 * @param shard where it came from
 * @param key the object's key
 * @param instance the version id as the log gave it; empty for a plain object or null version
 * @param operation what the log asked for, by the name of the bilog operation
 * @param olhEpoch of the log's entry
 * @param reason class and text of the last failure, without secrets
 * @param attempts how often it has been tried
 * @param since when the entry was parked first
 * @param nextTry when it is due
 */
public record ParkedEntry(
    BucketShard shard,
    String key,
    String instance,
    String operation,
    OptionalLong olhEpoch,
    String reason,
    int attempts,
    Instant since,
    Instant nextTry) {

  /** How the reason begins where a write had no answer, or waits for one that had none. */
  public static final String UNKNOWN_OUTCOME = "UNKNOWN_OUTCOME";

  /** Whether its key is to be left alone until it is due. */
  public boolean unknownOutcome() {
    return reason.startsWith(UNKNOWN_OUTCOME);
  }
}
