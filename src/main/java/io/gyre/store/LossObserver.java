package io.gyre.store;

import io.gyre.copy.ObjectVersion;
import io.gyre.log.BucketName;

/** Is told what a store does not get, for counters and logs. Called from network threads. */
public interface LossObserver {
  /** Tells nobody. */
  LossObserver NONE =
      new LossObserver() {
        @Override
        public void grantsLost(ObjectVersion version) {}

        @Override
        public void lockLost(ObjectVersion version) {}

        @Override
        public void storageClassLost(ObjectVersion version, String storageClass) {}

        @Override
        public void etagDiffers(ObjectVersion version, String etag) {}

        @Override
        public void settingLost(BucketName bucket, String setting, String why) {}
      };

  /** Others than its owner have rights on it at the source. */
  void grantsLost(ObjectVersion version);

  /** Retention or a legal hold keeps it at the source. */
  void lockLost(ObjectVersion version);

  /** It is in the store's default class. */
  void storageClassLost(ObjectVersion version, String storageClass);

  /**
   * Its bytes are there under another ETag.
   *
   * @param etag the source's
   */
  void etagDiffers(ObjectVersion version, String etag);

  /** Something of a bucket that the store does not have, or does not take. */
  void settingLost(BucketName bucket, String setting, String why);
}
