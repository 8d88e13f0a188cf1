package io.gyre.route;

import io.gyre.testing.S3User;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Everything that a bucket's owner can read of its objects, for comparing two zones. */
final class BucketContents {
  private BucketContents() {}

  /** By key: bytes, ETag, headers, metadata of users, tags, owner and grants. */
  static Map<String, List<Object>> of(S3User user, String bucket) {
    S3Client s3 = user.client();
    Map<String, List<Object>> contents = new TreeMap<>();
    s3.listObjectsV2Paginator(request -> request.bucket(bucket)).contents().stream()
        .map(S3Object::key)
        .forEach(key -> contents.put(key, object(s3, bucket, key)));
    return contents;
  }

  private static List<Object> object(S3Client s3, String bucket, String key) {
    ResponseBytes<GetObjectResponse> got =
        s3.getObjectAsBytes(request -> request.bucket(bucket).key(key));
    GetObjectResponse head = got.response();
    var acl = s3.getObjectAcl(request -> request.bucket(bucket).key(key));
    var tags = s3.getObjectTagging(request -> request.bucket(bucket).key(key)).tagSet();
    Map<String, String> metadata =
        head.metadata().entrySet().stream()
            .filter(entry -> !entry.getKey().startsWith("rgwx-source-"))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    return List.of(
        Arrays.hashCode(got.asByteArrayUnsafe()),
        head.contentLength(),
        head.eTag(),
        String.valueOf(head.contentType()),
        String.valueOf(head.cacheControl()),
        new TreeMap<>(metadata),
        tags.toString(),
        acl.owner().id(),
        acl.grants().stream().map(Object::toString).sorted().toList());
  }
}
