package io.gyre.checkpoint;

import io.gyre.log.BucketName;
import java.time.Instant;

/**
 * An upload in parts that has begun at the destination and is not known to have ended. There is one
 * for each key at most.
 *
 * @param uploadId as the destination named it
 * @param versionId of the source's version that is uploaded
 * @param etag of the same
 * @param sourceMtime of the same
 * @param begun by our clock
 */
public record OpenUpload(
    BucketName bucket,
    String key,
    String uploadId,
    String versionId,
    String etag,
    Instant sourceMtime,
    Instant begun) {}
