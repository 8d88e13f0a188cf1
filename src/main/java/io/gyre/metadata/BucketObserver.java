package io.gyre.metadata;

import io.gyre.log.BucketName;

/** Is told what a bucket at the destination does not get, each time the bucket is looked at. */
public interface BucketObserver {
  /** Its BlockPublicAcls is not set at the destination. */
  void blockPublicAclsLost(BucketName bucket);
}
