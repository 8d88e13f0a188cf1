package io.gyre.doctor;

import io.gyre.log.BucketName;
import io.gyre.log.Versioning;

/**
 * One bucket of a zone.
 *
 * @param resharding whether its index is being resharded
 * @param full whether its quota is used up, or nearly so
 * @param longLog whether a shard of its bucket index log holds very many entries; false where
 *     nobody looked
 */
public record BucketTraits(
    BucketName bucket, Versioning versioning, boolean resharding, boolean full, boolean longLog) {}
