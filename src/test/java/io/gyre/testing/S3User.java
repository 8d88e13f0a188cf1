package io.gyre.testing;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * A user of a gateway, who works with Amazon's own client: the everyday calls in short, all others
 * through {@link #client()}.
 */
public final class S3User {
  private final String uid;
  private final URI endpoint;
  private final StaticCredentialsProvider credentials;
  private final S3Client client;

  S3User(String uid, URI endpoint, String accessKey, String secretKey, SdkHttpClient http) {
    this.uid = uid;
    this.endpoint = endpoint;
    this.credentials =
        StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
    this.client =
        S3Client.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .forcePathStyle(true)
            // The gateway cannot verify a content encoding beside the one of signed chunks.
            .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClient(http)
            .build();
  }

  static String accessKeyOf(String uid) {
    return "AK" + Integer.toHexString(uid.hashCode()) + uid.replaceAll("[^A-Za-z0-9]", "");
  }

  static String secretKeyOf(String uid) {
    return "secret-of-" + accessKeyOf(uid);
  }

  public String uid() {
    return uid;
  }

  public String accessKey() {
    return accessKeyOf(uid);
  }

  public String secretKey() {
    return secretKeyOf(uid);
  }

  public S3Client client() {
    return client;
  }

  /** Signs requests that something else than {@link #client()} is to send. */
  public S3Presigner presigner() {
    return S3Presigner.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials)
        .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
        .build();
  }

  public void createBucket(String bucket) {
    client.createBucket(request -> request.bucket(bucket));
  }

  public void deleteBucket(String bucket) {
    client.deleteBucket(request -> request.bucket(bucket));
  }

  public void setVersioning(String bucket, BucketVersioningStatus status) {
    client.putBucketVersioning(
        request -> request.bucket(bucket).versioningConfiguration(to -> to.status(status)));
  }

  /** Returns the new version's id, {@code ""} where the bucket keeps no versions. */
  public String put(String bucket, String key, String text) {
    return put(bucket, key, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the new version's id, {@code ""} where the bucket keeps no versions. */
  public String put(String bucket, String key, byte[] bytes) {
    return put(PutObjectRequest.builder().bucket(bucket).key(key), bytes);
  }

  /** A PUT with whatever headers the request carries. */
  public String put(PutObjectRequest.Builder request, byte[] bytes) {
    PutObjectResponse answer = client.putObject(request.build(), RequestBody.fromBytes(bytes));
    return answer.versionId() == null ? "" : answer.versionId();
  }

  public byte[] get(String bucket, String key) {
    return client.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asByteArray();
  }

  public byte[] get(String bucket, String key, String versionId) {
    return client
        .getObjectAsBytes(request -> request.bucket(bucket).key(key).versionId(versionId))
        .asByteArray();
  }

  /** Deletes as a user does: in a bucket with versions this leaves a delete marker. */
  public void delete(String bucket, String key) {
    client.deleteObject(request -> request.bucket(bucket).key(key));
  }

  /** Removes one version or delete marker for good. */
  public void deleteVersion(String bucket, String key, String versionId) {
    client.deleteObject(request -> request.bucket(bucket).key(key).versionId(versionId));
  }

  /** Uploads in these parts; returns the object's ETag. */
  public String multipart(String bucket, String key, byte[]... parts) {
    return multipart(CreateMultipartUploadRequest.builder().bucket(bucket).key(key), parts);
  }

  /** Uploads in these parts, with whatever headers the request carries; returns the ETag. */
  public String multipart(CreateMultipartUploadRequest.Builder start, byte[]... parts) {
    CreateMultipartUploadRequest upload = start.build();
    String bucket = upload.bucket();
    String key = upload.key();
    String id = client.createMultipartUpload(upload).uploadId();
    List<CompletedPart> completed = new ArrayList<>();
    for (int number = 1; number <= parts.length; number++) {
      int partNumber = number;
      String etag =
          client
              .uploadPart(
                  part -> part.bucket(bucket).key(key).uploadId(id).partNumber(partNumber),
                  RequestBody.fromBytes(parts[number - 1]))
              .eTag();
      completed.add(CompletedPart.builder().partNumber(partNumber).eTag(etag).build());
    }
    client.completeMultipartUpload(
        end ->
            end.bucket(bucket).key(key).uploadId(id).multipartUpload(all -> all.parts(completed)));
    return client.headObject(head -> head.bucket(bucket).key(key)).eTag();
  }

  public void setTags(String bucket, String key, Map<String, String> tags) {
    List<Tag> list =
        tags.entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    client.putObjectTagging(
        request -> request.bucket(bucket).key(key).tagging(Tagging.builder().tagSet(list).build()));
  }

  @Override
  public String toString() {
    return uid;
  }
}
