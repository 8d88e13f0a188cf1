package io.gyre.embedded.http;

/**
 * The errors of the gateway with their HTTP status. The name in the answer is that of the
 * constant's text.
 */
public enum ErrorCode {
  ACCESS_DENIED(403, "AccessDenied"),
  BAD_DIGEST(400, "BadDigest"),
  BUCKET_ALREADY_EXISTS(409, "BucketAlreadyExists"),
  BUCKET_NOT_EMPTY(409, "BucketNotEmpty"),
  EMAIL_EXISTS(409, "EmailExists"),
  ENTITY_TOO_LARGE(400, "EntityTooLarge"),
  ENTITY_TOO_SMALL(400, "EntityTooSmall"),
  INCOMPLETE_BODY(400, "IncompleteBody"),
  INSUFFICIENT_CAPACITY(507, "InsufficientCapacity"),
  INTERNAL_ERROR(500, "UnknownError"),
  IN_PROGRESS(500, "InternalError"),
  INVALID_ACCESS_KEY_ID(403, "InvalidAccessKeyId"),
  INVALID_ARGUMENT(400, "InvalidArgument"),
  INVALID_BUCKET_NAME(400, "InvalidBucketName"),
  INVALID_BUCKET_STATE(409, "InvalidBucketState"),
  INVALID_DIGEST(400, "InvalidDigest"),
  INVALID_LOCATION_CONSTRAINT(400, "InvalidLocationConstraint"),
  INVALID_OBJECT_NAME(400, "InvalidObjectName"),
  INVALID_PART(400, "InvalidPart"),
  INVALID_RANGE(416, "InvalidRange"),
  INVALID_REQUEST(400, "InvalidRequest"),
  INVALID_RETENTION_PERIOD(400, "InvalidRetentionPeriod"),
  KEY_EXISTS(409, "KeyExists"),
  LIMIT_EXCEEDED(400, "LimitExceeded"),
  LOCKED(423, "Locked"),
  MALFORMED_XML(400, "MalformedXML"),
  METHOD_NOT_ALLOWED(405, "MethodNotAllowed"),
  MISSING_CONTENT_LENGTH(411, "MissingContentLength"),
  NOT_IMPLEMENTED(501, "NotImplemented"),
  NOT_MODIFIED(304, "NotModified"),
  NO_SUCH_BUCKET(404, "NoSuchBucket"),
  NO_SUCH_BUCKET_POLICY(404, "NoSuchBucketPolicy"),
  NO_SUCH_CORS(404, "NoSuchCORSConfiguration"),
  NO_SUCH_KEY(404, "NoSuchKey"),
  NO_SUCH_LIFECYCLE(404, "NoSuchLifecycleConfiguration"),
  NO_SUCH_LOCK_CONFIGURATION(404, "ObjectLockConfigurationNotFoundError"),
  NO_SUCH_SUB_USER(404, "NoSuchSubUser"),
  NO_SUCH_TAG_SET(404, "NoSuchTagSet"),
  NO_SUCH_UPLOAD(404, "NoSuchUpload"),
  NO_SUCH_USER(404, "NoSuchUser"),
  NO_SUCH_WEBSITE(404, "NoSuchWebsiteConfiguration"),
  PERMANENT_REDIRECT(301, "PermanentRedirect"),
  PRECONDITION_FAILED(412, "PreconditionFailed"),
  REQUEST_TIME_TOO_SKEWED(403, "RequestTimeTooSkewed"),
  SERVICE_UNAVAILABLE(503, "ServiceUnavailable"),
  SIGNATURE_DOES_NOT_MATCH(403, "SignatureDoesNotMatch"),
  SLOW_DOWN(503, "SlowDown"),
  USER_ALREADY_EXISTS(409, "UserAlreadyExists"),
  USER_SUSPENDED(403, "UserSuspended"),
  SHA256_MISMATCH(400, "XAmzContentSHA256Mismatch");

  private final int status;
  private final String text;

  ErrorCode(int status, String text) {
    this.status = status;
    this.text = text;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The {@code Code} in the answer. */
  public String text() {
    return text;
  }

  /** To be thrown by a handler. */
  public Refusal refusal() {
    return new Refusal(this, "");
  }

  /** To be thrown by a handler that has more to say. */
  public Refusal refusal(String message) {
    return new Refusal(this, message);
  }
}
