package io.gyre.app;

import io.gyre.copy.ObjectVersion;
import io.gyre.log.BucketName;
import io.gyre.route.RouteStatistics;
import io.gyre.store.LossObserver;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what a store does not get, and names each kind of it once for each bucket. */
final class StoreLosses implements LossObserver {
  private static final Logger LOG = LoggerFactory.getLogger(StoreLosses.class);

  /** Kinds in buckets that are named; all are counted. */
  private static final int MAX_NAMED = 10_000;

  private final RouteStatistics statistics;
  private final CopyLosses ofObjects;
  private final Set<String> named = ConcurrentHashMap.newKeySet();

  /**
   * @param ofObjects names what any destination may lose
   */
  StoreLosses(RouteStatistics statistics, CopyLosses ofObjects) {
    this.statistics = statistics;
    this.ofObjects = ofObjects;
  }

  @Override
  public void grantsLost(ObjectVersion version) {
    statistics.grantsDropped(1);
    if (isNews(version.bucket(), "grants")) {
      LOG.warn(
          "{}: copied without its grants to others: in a store all is the account's; more such"
              + " objects of this bucket are only counted",
          version);
    }
  }

  @Override
  public void lockLost(ObjectVersion version) {
    statistics.lockLost();
    if (isNews(version.bucket(), "lock")) {
      LOG.warn(
          "{}: copied without its retention or legal hold, as its bucket has no object lock in the"
              + " store; more such objects of this bucket are only counted",
          version);
    }
  }

  @Override
  public void storageClassLost(ObjectVersion version, String storageClass) {
    statistics.storageClassLost();
    if (isNews(version.bucket(), "storage class " + storageClass)) {
      LOG.warn(
          "{}: copied into the store's default storage class, and not into {}; more such objects of"
              + " this bucket are only counted",
          version,
          storageClass);
    }
  }

  @Override
  public void etagDiffers(ObjectVersion version, String etag) {
    ofObjects.etagDiffers(version, etag);
  }

  @Override
  public void settingLost(BucketName bucket, String setting, String why) {
    boolean news = isNews(bucket, setting);
    if (news || named.size() >= MAX_NAMED) {
      statistics.bucketSettingLost(); // past so many perhaps more than once
    }
    if (news) {
      LOG.warn("bucket {}: its {} is not carried over: {}", bucket, setting, why);
    }
  }

  private boolean isNews(BucketName bucket, String kind) {
    return named.size() < MAX_NAMED && named.add(bucket + " " + kind);
  }
}
