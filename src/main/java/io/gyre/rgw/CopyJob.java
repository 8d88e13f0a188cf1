package io.gyre.rgw;

import io.gyre.copy.ObjectVersion;
import io.gyre.copy.VersionWrite;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.s3.S3Request;

/**
 * One version on its way: what was asked for, and what the source answered.
 *
 * @param sourceOwner at the source
 * @param owner who stands for that one at the destination
 * @param storageClass that it is to have there; empty for the default one
 * @param state as read from the same answer as {@code attributes}, with the owner that it is to be
 *     written for
 */
record CopyJob(
    ObjectVersion version,
    VersionWrite write,
    SourceObject object,
    ObjectAttributes attributes,
    String sourceOwner,
    String owner,
    String storageClass,
    ObjectState state) {

  /** The version as the destination names it. */
  ObjectVersion written() {
    return new ObjectVersion(version.bucket(), version.key(), write.versionId());
  }

  /** A request about the object at the destination. */
  S3Request request(S3Request.Method method) {
    return S3Request.object(method, version.bucket(), version.key());
  }

  /** Adds to the request that makes the version appear where it belongs in its key's order. */
  S3Request placed(S3Request request) {
    return request.queries(write.parameters());
  }

  /** What the destination wrote is not what it was to write. */
  GatewayException wrong(String zone, String what) {
    return new GatewayException(
        FailureClass.CORRUPT, "zone " + zone + ": the copy of " + version + " " + what, null);
  }
}
