package io.gyre.metadata;

import io.gyre.log.BucketName;
import java.util.List;

/** Is told what a bucket at the destination does not get, each time the bucket is looked at. */
public interface BucketObserver {
  /** Its BlockPublicAcls is not set at the destination. */
  void blockPublicAclsLost(BucketName bucket);

  /** What names keys is not set at the destination, where they have other names. */
  void settingsLeftOut(BucketName bucket, List<String> what);
}
