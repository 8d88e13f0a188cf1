package io.gyre.metadata;

import io.gyre.log.BucketInstance;

/** Told of buckets that are to be followed from now on. */
@FunctionalInterface
public interface DiscoveryListener {
  /** The bucket shards of this instance are in the checkpoint, with nothing done yet. */
  void discovered(BucketInstance instance, int shards);
}
