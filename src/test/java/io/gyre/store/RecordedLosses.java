package io.gyre.store;

import io.gyre.copy.ObjectVersion;
import io.gyre.log.BucketName;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what was lost, in words. */
final class RecordedLosses implements LossObserver {
  final List<String> told = new CopyOnWriteArrayList<>();

  @Override
  public void grantsLost(ObjectVersion version) {
    told.add(version.key() + ": grants");
  }

  @Override
  public void lockLost(ObjectVersion version) {
    told.add(version.key() + ": lock");
  }

  @Override
  public void storageClassLost(ObjectVersion version, String storageClass) {
    told.add(version.key() + ": class " + storageClass);
  }

  @Override
  public void etagDiffers(ObjectVersion version, String etag) {
    told.add(version.key() + ": ETag");
  }

  @Override
  public void settingLost(BucketName bucket, String setting, String why) {
    told.add(bucket + ": " + setting);
  }
}
