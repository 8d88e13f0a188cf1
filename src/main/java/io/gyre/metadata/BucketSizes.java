package io.gyre.metadata;

import io.gyre.log.BucketName;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** How much is in a zone's buckets. Stages fail with a {@code GatewayException}. */
public interface BucketSizes {

  /** As the zone's index counts it; empty when there is no such bucket. */
  CompletionStage<Optional<Size>> of(BucketName bucket);

  /**
   * The contents of a bucket.
   *
   * @param objects every version counts, delete markers do not
   */
  record Size(long objects, long bytes) {}
}
