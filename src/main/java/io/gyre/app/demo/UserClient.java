package io.gyre.app.demo;

import io.gyre.log.BucketName;
import io.gyre.s3.RequestBody;
import io.gyre.s3.S3Answer;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import io.gyre.s3.Xml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What one user does to its buckets over S3. Stages complete on the client's own threads. */
final class UserClient {
  private static final String ENABLED =
      "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";

  private final S3Client s3;

  UserClient(S3Client s3) {
    this.s3 = s3;
  }

  CompletableFuture<S3Answer> createBucket(BucketName bucket) {
    return s3.call(S3Request.bucket(Method.PUT, bucket));
  }

  CompletableFuture<S3Answer> keepVersions(BucketName bucket) {
    return s3.call(
        S3Request.bucket(Method.PUT, bucket).flag("versioning").body(RequestBody.of(ENABLED)));
  }

  /** Stores an object; the answer's {@code x-amz-version-id} is its version, if it is one. */
  CompletableFuture<S3Answer> put(
      BucketName bucket, String key, byte[] bytes, Map<String, String> headers) {
    return s3.call(S3Request.object(Method.PUT, bucket, key).headers(headers).body(body(bytes)));
  }

  CompletableFuture<S3Answer> delete(BucketName bucket, String key) {
    return s3.call(S3Request.object(Method.DELETE, bucket, key));
  }

  CompletableFuture<S3Answer> removeVersion(BucketName bucket, String key, String version) {
    return s3.call(S3Request.object(Method.DELETE, bucket, key).query("versionId", version));
  }

  /** Uploads an object in parts, one after the other. */
  CompletableFuture<S3Answer> multipart(BucketName bucket, String key, List<byte[]> parts) {
    return s3.call(S3Request.object(Method.POST, bucket, key).flag("uploads"))
        .thenApply(UserClient::uploadId)
        .thenCompose(
            id -> {
              CompletableFuture<String> etags = CompletableFuture.completedFuture("");
              for (int i = 0; i < parts.size(); i++) {
                int number = i + 1;
                byte[] part = parts.get(i);
                etags =
                    etags.thenCompose(
                        before ->
                            s3.call(
                                    S3Request.object(Method.PUT, bucket, key)
                                        .query("partNumber", String.valueOf(number))
                                        .query("uploadId", id)
                                        .body(body(part)))
                                .thenApply(answer -> before + element(number, answer.etag())));
              }
              return etags.thenCompose(
                  all ->
                      s3.call(
                          S3Request.object(Method.POST, bucket, key)
                              .query("uploadId", id)
                              .body(
                                  RequestBody.of(
                                      "<CompleteMultipartUpload>"
                                          + all
                                          + "</CompleteMultipartUpload>"))));
            });
  }

  private static String element(int number, String etag) {
    return "<Part><PartNumber>" + number + "</PartNumber><ETag>" + etag + "</ETag></Part>";
  }

  private static String uploadId(S3Answer answer) {
    try {
      return Xml.text(Xml.parse(answer.body()), "UploadId");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RequestBody body(byte[] bytes) {
    return new RequestBody.Bytes(ByteBuffer.wrap(bytes));
  }
}
