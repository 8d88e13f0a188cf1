package io.gyre.rgw;

import io.gyre.copy.ObjectVersion;
import io.gyre.copy.VersionRequest;
import io.gyre.failure.GatewayException;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Removes versions that the source no longer has. It could not have let them go while they were
 * locked, so what still locks them here is out of date: governance is bypassed, and a legal hold is
 * taken off. Nothing helps against compliance.
 */
final class VersionRemoval {
  private final S3Client zone;
  private final StateWriter writer;

  VersionRemoval(S3Client zone) {
    this.zone = zone;
    this.writer = new StateWriter(zone, CopyObserver.NONE);
  }

  /** Removes a version; what is not there is removed. */
  CompletionStage<Void> remove(ObjectVersion version) {
    return once(version)
        .exceptionallyCompose(
            failure ->
                mayBeHeld(version, failure)
                    ? writer
                        .legalHold(version, "OFF")
                        .handle((done, notHeld) -> notHeld == null)
                        .thenCompose(
                            lifted ->
                                lifted ? once(version) : CompletableFuture.failedFuture(failure))
                    : CompletableFuture.failedFuture(failure));
  }

  private static boolean mayBeHeld(ObjectVersion version, Throwable failure) {
    return !version.versionId().isEmpty()
        && GatewayException.unwrap(failure) instanceof GatewayException refusal
        && refusal.code().equals("AccessDenied");
  }

  private CompletionStage<Void> once(ObjectVersion version) {
    String id = version.versionId();
    S3Request request =
        S3Request.object(Method.DELETE, version.bucket(), version.key())
            .queries(VersionRequest.remove(id).parameters(id, OptionalLong.empty()))
            .header("x-amz-bypass-governance-retention", "true");
    return zone.call(request)
        .<Void>thenApply(answer -> null)
        .exceptionallyCompose(
            failure ->
                Refusals.provenAbsent(failure)
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.failedFuture(failure));
  }
}
