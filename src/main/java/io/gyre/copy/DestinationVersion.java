package io.gyre.copy;

import java.time.Instant;
import java.util.Optional;

/**
 * What the destination has of a version.
 *
 * @param sourceMtime the source's mtime as the copy recorded it; empty for an object that is not a
 *     copy
 */
public record DestinationVersion(
    String versionId, long size, String etag, Optional<Instant> sourceMtime) {}
