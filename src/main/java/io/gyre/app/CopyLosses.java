package io.gyre.app;

import io.gyre.copy.ObjectVersion;
import io.gyre.failure.LogSubject;
import io.gyre.log.BucketName;
import io.gyre.metadata.BucketObserver;
import io.gyre.rgw.CopyObserver;
import io.gyre.route.RouteStatistics;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what copies could not keep, and names each kind of it, or each object, once. */
final class CopyLosses implements CopyObserver, BucketObserver {
  private static final Logger LOG = LoggerFactory.getLogger(CopyLosses.class);

  /** Kinds that are named; there may be as many grantees as users. */
  private static final int MAX_NAMED = 100;

  /** Objects that are named for what each of them lost by itself. */
  static final int MAX_OBJECTS_NAMED = 100;

  private final RouteStatistics statistics;
  private final Set<String> named = ConcurrentHashMap.newKeySet();
  private final Set<ObjectVersion> objectsNamed = ConcurrentHashMap.newKeySet();

  /** Buckets without their BlockPublicAcls; at most as many as the source has. */
  private final Set<BucketName> open = ConcurrentHashMap.newKeySet();

  private final Set<BucketName> leftOut = ConcurrentHashMap.newKeySet();
  private final Set<BucketName> ofAnother = ConcurrentHashMap.newKeySet();

  CopyLosses(RouteStatistics statistics) {
    this.statistics = statistics;
  }

  @Override
  public void grantsDropped(ObjectVersion version, List<String> grantees) {
    statistics.grantsDropped(grantees.size());
    for (String grantee : grantees) {
      if (isNews("grantee " + grantee)) {
        tell(
            "{}: copied without its grant to {}, whom the destination does not know; more such"
                + " grants are only counted",
            version,
            grantee);
      }
    }
  }

  @Override
  public void encodingUnknown(ObjectVersion version, String attribute) {
    statistics.encodingUnknown();
    if (isNews("attribute " + attribute)) {
      tell(
          "{}: its attribute {} is encoded by another release of the gateway; it is asked for by"
              + " S3, which takes one more request for each such object",
          version,
          attribute);
    }
  }

  @Override
  public void ownerReplaced(ObjectVersion version, String owner, String writer) {
    statistics.ownerReplaced();
    if (isNews("owner " + owner)) {
      tell(
          "{}: its owner {} is no user of the destination; it belongs to {} there, as told by"
              + " fallback-owner; more of this owner's objects are only counted",
          version,
          owner.isEmpty() ? "(none)" : owner,
          writer);
    }
  }

  /** Counted as the outcome that it is. */
  @Override
  public void etagDiffers(ObjectVersion version, String etag) {
    if (objectsNamed.size() < MAX_OBJECTS_NAMED && objectsNamed.add(version)) {
      tell(
          "{}: copied, but its ETag differs from the source's {}: the source does not tell in which"
              + " parts it was uploaded. The source's is in the copy's metadata"
              + " (rgwx-source-etag){}",
          version,
          etag,
          objectsNamed.size() < MAX_OBJECTS_NAMED ? "" : "; more such objects are only counted");
    }
  }

  @Override
  public void storageClassLost(ObjectVersion version, String storageClass) {
    statistics.storageClassLost();
    if (isNews("storage class " + storageClass + " in " + version.bucket())) {
      tell(
          "{}: copied into the default storage class, since not every placement target of the"
              + " destination has {}; more such objects of this bucket are only counted. To keep it:"
              + " add the class there (radosgw-admin zonegroup placement add and zone placement"
              + " add), then start Gyre again",
          version,
          storageClass);
    }
  }

  @Override
  public void blockPublicAclsLost(BucketName bucket) {
    if (open.add(bucket)) {
      statistics.blockPublicAclsLost();
      LOG.warn(
          "bucket {}: its BlockPublicAcls is not set at the destination, where the gateway would"
              + " store objects without an owner; its other public access settings are. Set it by"
              + " PutPublicAccessBlock there once Gyre no longer writes to the bucket",
          bucket);
    }
  }

  @Override
  public void settingsLeftOut(BucketName bucket, List<String> what) {
    if (leftOut.add(bucket)) {
      LOG.warn(
          "bucket {}: not set at the destination, where its keys have other names (map.keys): {};"
              + " set them there by hand",
          bucket,
          String.join(", ", what));
    }
  }

  @Override
  public void settingsOfAnother(BucketName bucket, BucketName decider, List<String> what) {
    if (ofAnother.add(bucket)) {
      LOG.warn(
          "bucket {}: not set at the destination, where it is in one bucket with {}, whose settings"
              + " that has: {}",
          bucket,
          decider,
          String.join(", ", what));
      what.forEach(each -> statistics.bucketSettingLost());
    }
  }

  private static void tell(String text, ObjectVersion version, Object... more) {
    try (var subject = LogSubject.of(version.bucket(), version.key())) {
      LOG.warn(text, Stream.concat(Stream.of(version), Stream.of(more)).toArray());
    }
  }

  private boolean isNews(String kind) {
    return named.size() < MAX_NAMED && named.add(kind);
  }
}
