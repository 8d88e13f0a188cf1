package io.gyre.config;

/**
 * Where S3 stores differ.
 *
 * @param pathStyle whether buckets are named in the path, and not in the host
 * @param bucketTags whether buckets have tags, by which Gyre knows its own again
 * @param locationConstraint whether a bucket's making names the region
 * @param asciiMetadata whether metadata can only be ASCII, so that other text is encoded (RFC 2047)
 */
public record StoreQuirks(
    boolean pathStyle, boolean bucketTags, boolean locationConstraint, boolean asciiMetadata) {}
