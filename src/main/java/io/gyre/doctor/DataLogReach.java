package io.gyre.doctor;

import java.time.Instant;
import java.util.Optional;

/**
 * How far back the data log reaches now.
 *
 * @param shards log shards that ever had an entry
 * @param emptied those among them that have none left: somebody has trimmed them
 * @param oldest time of the oldest entry that is left
 */
public record DataLogReach(int shards, int emptied, Optional<Instant> oldest) {}
