package io.gyre.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * Each thing that a user can change on a bucket or on its object {@code k} without making another
 * version, with the beginning of the difference that it makes.
 */
final class UserChanges {
  static final String BUCKET = "compared";
  static final byte[] TEXT = "text".getBytes(UTF_8);

  private static final String POLICY =
      """
      {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::compared/*"}]}""";

  private UserChanges() {}

  static Stream<Arguments> all() {
    return Stream.concat(
        ofBucket().map(change -> named("bucket compared: ", change)),
        ofObject().map(change -> named("bucket compared, key \"k\", version null: ", change)));
  }

  private record Change(String property, Consumer<S3User> action) {}

  private static Arguments named(String where, Change change) {
    return arguments(where + change.property() + ":", change.action());
  }

  private static Stream<Change> ofBucket() {
    return Stream.of(
        new Change("flags", user -> user.setVersioning(BUCKET, BucketVersioningStatus.ENABLED)),
        new Change("user.rgw.acl", UserChanges::makePublic),
        new Change("user.rgw.x-amz-tagging", UserChanges::tagBucket),
        new Change("user.rgw.cors", UserChanges::allowOrigins),
        new Change("user.rgw.lc", UserChanges::expireTemporaryKeys),
        new Change(
            "user.rgw.iam-policy",
            user -> user.client().putBucketPolicy(to -> to.bucket(BUCKET).policy(POLICY))));
  }

  private static Stream<Change> ofObject() {
    return Stream.of(
        new Change("size", user -> user.put(BUCKET, "k", "longer text")),
        new Change("ETag in the listing", user -> user.put(BUCKET, "k", "TEXT")),
        new Change("SHA-256", user -> user.put(BUCKET, "k", "TEXT")),
        new Change("etag", user -> user.multipart(BUCKET, "k", TEXT)),
        new Change("content_type", user -> put(user, to -> to.contentType("text/plain"))),
        new Change("cache_control", user -> put(user, to -> to.cacheControl("no-store"))),
        new Change("content_disposition", user -> put(user, to -> to.contentDisposition("inline"))),
        new Change("content_encoding", user -> put(user, to -> to.contentEncoding("gzip"))),
        new Change("content_language", user -> put(user, to -> to.contentLanguage("cy"))),
        new Change("expires", user -> put(user, to -> to.expires(Instant.EPOCH))),
        new Change("x-amz-meta-a", user -> put(user, to -> to.metadata(Map.of("a", "b")))),
        new Change("tags", user -> user.setTags(BUCKET, "k", Map.of("a", "1", "b", "2"))),
        new Change("ACL", user -> put(user, to -> to.acl(ObjectCannedACL.PUBLIC_READ))));
  }

  /** Writes the same bytes again, with other headers. */
  static void put(S3User user, Consumer<PutObjectRequest.Builder> headers) {
    PutObjectRequest.Builder request = PutObjectRequest.builder().bucket(BUCKET).key("k");
    headers.accept(request);
    user.put(request, TEXT);
  }

  private static void makePublic(S3User user) {
    user.client().putBucketAcl(to -> to.bucket(BUCKET).acl(BucketCannedACL.PUBLIC_READ));
  }

  private static void tagBucket(S3User user) {
    Tag tag = Tag.builder().key("a").value("b").build();
    user.client().putBucketTagging(to -> to.bucket(BUCKET).tagging(all -> all.tagSet(tag)));
  }

  private static void allowOrigins(S3User user) {
    CORSRule rule = CORSRule.builder().allowedMethods("GET").allowedOrigins("*").build();
    user.client()
        .putBucketCors(to -> to.bucket(BUCKET).corsConfiguration(all -> all.corsRules(rule)));
  }

  private static void expireTemporaryKeys(S3User user) {
    LifecycleRule rule =
        LifecycleRule.builder()
            .id("old")
            .status("Enabled")
            .filter(filter -> filter.prefix("tmp/"))
            .expiration(after -> after.days(9))
            .build();
    user.client()
        .putBucketLifecycleConfiguration(
            to -> to.bucket(BUCKET).lifecycleConfiguration(all -> all.rules(rule)));
  }
}
