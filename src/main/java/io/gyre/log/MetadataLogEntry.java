package io.gyre.log;

import java.time.Instant;

/**
 * A change of one metadata object. Each change is written twice, as an intent and as its end. The
 * end is missing where the gateway died in between, so both call for a look at the object; neither
 * says whether it was written or removed.
 *
 * @param section {@code user}, {@code bucket}, {@code bucket.instance}, …
 * @param key within the section
 * @param complete whether it is the end of the change, which has taken effect
 */
public record MetadataLogEntry(
    LogPosition.Marker position, Instant timestamp, String section, String key, boolean complete) {}
