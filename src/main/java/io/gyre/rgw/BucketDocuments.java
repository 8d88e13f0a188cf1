package io.gyre.rgw;

import io.gyre.log.BucketName;
import io.gyre.rgw.CephReader.UnknownEncodingException;
import io.gyre.s3.S3Answer;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import java.util.concurrent.CompletionStage;

/** What owners have set on the source's buckets, as the documents of S3. */
public final class BucketDocuments {
  private final S3Client source;

  /** Of a zone; its user has to be a system user. */
  public BucketDocuments(S3Client source) {
    this.source = source;
  }

  /** A document; fails where the bucket has none. */
  public CompletionStage<String> get(BucketName bucket, String subResource) {
    return source
        .call(S3Request.bucket(Method.GET, bucket).flag(subResource))
        .thenApply(S3Answer::text);
  }

  /**
   * Whether a bucket's ACL, in the gateway's encoding, says no more than that it is its owner's;
   * false for an encoding that is not known.
   */
  public static boolean isPrivate(byte[] acl) {
    try {
      return AccessPolicy.decode(acl).isDefault();
    } catch (UnknownEncodingException e) {
      return false;
    }
  }
}
