package io.gyre.rgw;

import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Holds what the destination says it wrote against what it was to write. */
final class WrittenVersion {
  private WrittenVersion() {}

  /**
   * Fails when a version of another id was written. One that got an id where it was to have none is
   * removed again: somebody has enabled the bucket's versioning.
   *
   * @param written the answer's version id, empty where it names none
   */
  static CompletionStage<Void> check(S3Client destination, CopyJob job, String written) {
    String wanted = job.write().versionId();
    if (written.isEmpty() || written.equals(wanted.isEmpty() ? "null" : wanted)) {
      return CompletableFuture.completedFuture(null);
    }
    GatewayException wrong =
        job.wrong(
            destination.zone(),
            "was written as version '" + written + "' and not '" + wanted + "'");
    if (!wanted.isEmpty()) {
      return CompletableFuture.failedFuture(wrong);
    }
    return destination
        .call(job.request(Method.DELETE).query("versionId", written))
        .thenCompose(
            removed ->
                CompletableFuture.failedFuture(
                    new GatewayException(
                        FailureClass.TRANSIENT,
                        wrong.getMessage()
                            + " (removed again): versioning was enabled at the destination by"
                            + " somebody else",
                        wrong)));
  }
}
