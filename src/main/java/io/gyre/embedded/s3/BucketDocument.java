package io.gyre.embedded.s3;

import io.gyre.embedded.http.ErrorCode;

/** Documents that a bucket keeps and gives back as they came. */
enum BucketDocument {
  POLICY("policy", "user.rgw.iam-policy", ErrorCode.NO_SUCH_BUCKET_POLICY, 204),
  CORS("cors", "user.rgw.cors", ErrorCode.NO_SUCH_CORS, 200),
  LIFECYCLE("lifecycle", "user.rgw.lc", ErrorCode.NO_SUCH_LIFECYCLE, 200);

  private final String parameter;
  private final String attribute;
  private final ErrorCode missing;
  private final int putStatus;

  BucketDocument(String parameter, String attribute, ErrorCode missing, int putStatus) {
    this.parameter = parameter;
    this.attribute = attribute;
    this.missing = missing;
    this.putStatus = putStatus;
  }

  /** The sub-resource. */
  String parameter() {
    return parameter;
  }

  /** The bucket attribute that holds it. */
  String attribute() {
    return attribute;
  }

  /** The answer's error where the bucket has none. */
  ErrorCode missing() {
    return missing;
  }

  /** The status of a PUT. */
  int putStatus() {
    return putStatus;
  }
}
