package io.gyre.embedded.model;

import java.time.Clock;
import java.time.Duration;

/** How a zone is set up. Limits are bytes; the window is that of the data log. */
public record ZoneSettings(
    String name,
    int indexShards,
    int dataLogShards,
    int metadataLogShards,
    Duration dataLogWindow,
    long maxMemory,
    long maxDisk,
    long maxIndex,
    Clock clock) {}
