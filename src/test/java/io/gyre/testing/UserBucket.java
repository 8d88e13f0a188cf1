package io.gyre.testing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * A bucket as its user works with it. It remembers the ids of the versions and delete markers it
 * made, oldest first, so that a script can name them before they exist. For one thread.
 */
public final class UserBucket {
  /** The id of what is written while no versions are kept. */
  public static final String NULL = "null";

  private final S3User user;
  private final String name;
  private final Map<String, List<String>> ids = new HashMap<>();

  public UserBucket(S3User user, String name) {
    this.user = user;
    this.name = name;
  }

  public S3User user() {
    return user;
  }

  public String name() {
    return name;
  }

  public UserBucket create() {
    user.createBucket(name);
    ids.clear();
    return this;
  }

  /** Versions are kept in it from the beginning, and can be locked. */
  public UserBucket createWithObjectLock() {
    client().createBucket(to -> to.bucket(name).objectLockEnabledForBucket(true));
    ids.clear();
    return this;
  }

  public void enable() {
    user.setVersioning(name, BucketVersioningStatus.ENABLED);
  }

  public void suspend() {
    user.setVersioning(name, BucketVersioningStatus.SUSPENDED);
  }

  /** Returns the new version's id, {@code ""} where the bucket never kept versions. */
  public String put(String key, String text) {
    return put(key, text.getBytes(StandardCharsets.UTF_8), headers -> {});
  }

  public String put(String key, byte[] bytes, Consumer<PutObjectRequest.Builder> headers) {
    PutObjectRequest.Builder request = PutObjectRequest.builder().bucket(name).key(key);
    headers.accept(request);
    return made(key, user.put(request, bytes));
  }

  /** Returns the new version's id, {@code ""} where the bucket never kept versions. */
  public String multipart(String key, byte[]... parts) {
    user.multipart(CreateMultipartUploadRequest.builder().bucket(name).key(key), parts);
    String id = client().headObject(head -> head.bucket(name).key(key)).versionId();
    return made(key, Objects.requireNonNullElse(id, ""));
  }

  /** A copy of one version onto its own key, as clients restore it or change its metadata. */
  public String copyOntoItself(String key, String id, Map<String, String> metadata) {
    String copy =
        client()
            .copyObject(
                to ->
                    to.sourceBucket(name)
                        .sourceKey(key)
                        .sourceVersionId(orNone(id))
                        .destinationBucket(name)
                        .destinationKey(key)
                        .metadataDirective(MetadataDirective.REPLACE)
                        .metadata(metadata))
            .versionId();
    return made(key, Objects.requireNonNullElse(copy, ""));
  }

  /** Deletes without naming a version; returns the marker's id, {@code ""} if that made none. */
  public String delete(String key) {
    DeleteObjectResponse answer = client().deleteObject(to -> to.bucket(name).key(key));
    return Boolean.TRUE.equals(answer.deleteMarker()) && answer.versionId() != null
        ? made(key, answer.versionId())
        : "";
  }

  /** Removes a version or a marker for good. */
  public void remove(String key, String id) {
    user.deleteVersion(name, key, id);
  }

  /** Removes a version or a marker for good: the n-th that was made of this key, from 0. */
  public void remove(String key, int n) {
    remove(key, id(key, n));
  }

  /** Removes every version and marker; for buckets that a listing shows on one page. */
  public void removeAll() {
    ListObjectVersionsResponse all = client().listObjectVersions(of -> of.bucket(name));
    all.versions().forEach(version -> remove(version.key(), version.versionId()));
    all.deleteMarkers().forEach(marker -> remove(marker.key(), marker.versionId()));
  }

  public void removeDespiteGovernance(String key, String id) {
    client()
        .deleteObject(to -> to.bucket(name).key(key).versionId(id).bypassGovernanceRetention(true));
  }

  /** The id of the n-th version or marker that was made of this key, from 0. */
  public String id(String key, int n) {
    return ids.get(key).get(n);
  }

  /** All ids ever made of this key, oldest first, also those that are removed by now. */
  public List<String> ids(String key) {
    return ids.getOrDefault(key, List.of());
  }

  /**
   * Changes the ACL alone.
   *
   * @param id of a version, {@code ""} for the current one
   */
  public void setAcl(String key, String id, ObjectCannedACL acl) {
    client().putObjectAcl(to -> to.bucket(name).key(key).versionId(orNone(id)).acl(acl));
  }

  /**
   * Changes the tags alone.
   *
   * @param id of a version, {@code ""} for the current one
   */
  public void setTags(String key, String id, Map<String, String> tags) {
    List<Tag> set =
        tags.entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    client()
        .putObjectTagging(
            to -> to.bucket(name).key(key).versionId(orNone(id)).tagging(all -> all.tagSet(set)));
  }

  /** Tags what a GET would find, if anything. */
  public void tagCurrentIfThere(String key, Map<String, String> tags) {
    try {
      user.setTags(name, key, tags);
    } catch (S3Exception e) {
      if (e.statusCode() != 404 && e.statusCode() != 405) {
        throw e;
      }
    }
  }

  public void removeTags(String key, String id) {
    client().deleteObjectTagging(to -> to.bucket(name).key(key).versionId(orNone(id)));
  }

  public void retain(String key, String id, ObjectLockRetentionMode mode, Instant until) {
    client()
        .putObjectRetention(
            to ->
                to.bucket(name)
                    .key(key)
                    .versionId(id)
                    .bypassGovernanceRetention(true)
                    .retention(retention -> retention.mode(mode).retainUntilDate(until)));
  }

  public void hold(String key, String id, boolean on) {
    client()
        .putObjectLegalHold(
            to ->
                to.bucket(name)
                    .key(key)
                    .versionId(id)
                    .legalHold(hold -> hold.status(on ? "ON" : "OFF")));
  }

  /** How long new versions are kept by default. */
  public void retainByDefault(ObjectLockRetentionMode mode, int days) {
    client()
        .putObjectLockConfiguration(
            to ->
                to.bucket(name)
                    .objectLockConfiguration(
                        lock ->
                            lock.objectLockEnabled("Enabled")
                                .rule(
                                    rule ->
                                        rule.defaultRetention(
                                            keep -> keep.mode(mode).days(days)))));
  }

  public S3Client client() {
    return user.client();
  }

  /** The current version is asked for by naming none. */
  private static @Nullable String orNone(String id) {
    return id.isEmpty() ? null : id;
  }

  private String made(String key, String id) {
    if (!id.isEmpty()) {
      ids.computeIfAbsent(key, none -> new ArrayList<>()).add(id);
    }
    return id;
  }

  @Override
  public String toString() {
    return name;
  }
}
