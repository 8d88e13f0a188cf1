package io.gyre.store;

import io.gyre.config.DestinationConfig;
import io.gyre.log.BucketName;
import io.gyre.s3.RequestBody;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;

/**
 * How buckets are made at a store.
 *
 * @param location what it is to be told of where; empty for nothing
 */
public record BucketMaking(String location) {
  /** Where nothing need be said. */
  private static final String DEFAULT_REGION = "us-east-1";

  /** As the store wants it. */
  public static BucketMaking at(DestinationConfig store) {
    boolean told = store.quirks().locationConstraint() && !store.region().equals(DEFAULT_REGION);
    return new BucketMaking(told ? store.region() : "");
  }

  /** The request that makes one. */
  S3Request request(BucketName name) {
    return request(name, false);
  }

  /** The same of one with object lock. */
  S3Request request(BucketName name, boolean lock) {
    S3Request request = S3Request.bucket(Method.PUT, name);
    if (lock) {
      request.header("x-amz-bucket-object-lock-enabled", "true");
    }
    return location.isEmpty()
        ? request
        : request.body(
            RequestBody.of(
                "<CreateBucketConfiguration><LocationConstraint>"
                    + location
                    + "</LocationConstraint></CreateBucketConfiguration>"));
  }
}
