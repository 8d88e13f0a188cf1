package io.gyre.metadata;

import io.gyre.log.BucketName;
import java.util.List;

/** Is told what a bucket at the destination does not get, each time the bucket is looked at. */
public interface BucketObserver {
  /** Its BlockPublicAcls is not set at the destination. */
  void blockPublicAclsLost(BucketName bucket);

  /** What names keys is not set at the destination, where they have other names. */
  void settingsLeftOut(BucketName bucket, List<String> what);

  /**
   * What differs in a bucket that is at the destination in one with others, whose settings are
   * those of another one. Told with each look at it.
   */
  void settingsOfAnother(BucketName bucket, BucketName decider, List<String> what);
}
