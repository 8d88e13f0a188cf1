package io.gyre.copy;

import io.gyre.log.BucketName;
import io.gyre.log.Versioning;

/** Is told which versioning states the source's buckets have, for those of the destination. */
public interface BucketVersioning {
  /** What an endpoint would answer (409) to a version for a bucket that must not keep any. */
  int CONFLICT = 409;

  /**
   * The state that the source's bucket has, which the destination's is to have in the end as far as
   * it can. A bucket that was never enabled at the source is taken to have never been here either.
   */
  void wants(BucketName bucket, Versioning state);

  /** As {@link #wants}, for a bucket that an earlier run left in another state. */
  void resume(BucketName bucket, Versioning state);

  /** Forgets a bucket that is no longer there. */
  void forget(BucketName bucket);
}
