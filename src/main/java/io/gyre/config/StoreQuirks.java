package io.gyre.config;

/**
 * Where S3 stores differ.
 *
 * @param pathStyle whether buckets are named in the path, and not in the host
 * @param bucketTags whether buckets have tags, by which Gyre knows its own again
 * @param locationConstraint whether a bucket's making names the region
 * @param asciiMetadata whether metadata can only be ASCII, so that other text is encoded (RFC 2047)
 * @param blockPublicAcls whether a bucket with BlockPublicAcls still takes writes: a RADOS gateway
 *     (16.2) refuses them all
 * @param crc32c whether it knows {@code x-amz-checksum-crc32c}, also behind a body ({@code
 *     aws-chunked})
 */
public record StoreQuirks(
    boolean pathStyle,
    boolean bucketTags,
    boolean locationConstraint,
    boolean asciiMetadata,
    boolean blockPublicAcls,
    boolean crc32c) {}
