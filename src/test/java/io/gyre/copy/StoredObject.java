package io.gyre.copy;

import io.gyre.testing.S3User;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.model.GetObjectAclResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.Grant;

/** All that a user sees of an object, apart from its Last-Modified and what copies add to it. */
record StoredObject(
    int size,
    int hash,
    String etag,
    List<String> headers,
    Map<String, String> metadata,
    Map<String, String> tags,
    String owner,
    List<String> grants) {

  static StoredObject read(S3User user, String bucket, String key) {
    ResponseBytes<GetObjectResponse> object =
        user.client().getObjectAsBytes(get -> get.bucket(bucket).key(key));
    GetObjectResponse head = object.response();
    Map<String, String> metadata = new TreeMap<>(head.metadata());
    metadata.keySet().removeIf(name -> name.startsWith("rgwx-source-"));
    Map<String, String> tags = new TreeMap<>();
    user.client()
        .getObjectTagging(get -> get.bucket(bucket).key(key))
        .tagSet()
        .forEach(tag -> tags.put(tag.key(), tag.value()));
    GetObjectAclResponse acl = user.client().getObjectAcl(get -> get.bucket(bucket).key(key));
    return new StoredObject(
        object.asByteArrayUnsafe().length,
        Arrays.hashCode(object.asByteArrayUnsafe()),
        head.eTag(),
        Arrays.asList(
            head.contentType(),
            head.cacheControl(),
            head.contentDisposition(),
            head.contentEncoding(),
            head.contentLanguage(),
            head.expiresString()),
        metadata,
        tags,
        acl.owner().id(),
        acl.grants().stream().map(StoredObject::text).sorted().toList());
  }

  private static String text(Grant grant) {
    String uri = grant.grantee().uri();
    return grant.permissionAsString() + " " + (uri == null ? grant.grantee().id() : uri);
  }
}
