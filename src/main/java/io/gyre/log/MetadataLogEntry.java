package io.gyre.log;

import java.time.Instant;

/**
 * A change of one metadata object. Each change is written twice, as an intent and as its end; only
 * {@link #complete} ones count, and they do not say whether the object was written or removed.
 *
 * @param section {@code user}, {@code bucket}, {@code bucket.instance}, …
 * @param key within the section
 * @param complete whether the change took effect
 */
public record MetadataLogEntry(
    LogPosition.Marker position, Instant timestamp, String section, String key, boolean complete) {}
