package io.gyre.rgw;

import io.gyre.copy.ObjectVersion;
import io.gyre.copy.VersionRequest;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.s3.S3Answer;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request.Method;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Holds what the destination says it wrote against what it was to write. */
final class WrittenVersion {
  private WrittenVersion() {}

  /**
   * Fails when a version of another id was written. One that got an id where it was to have none is
   * removed again: somebody has enabled the bucket's versioning.
   *
   * @param answer to the request that wrote it
   */
  static CompletionStage<Void> check(S3Client destination, CopyJob job, S3Answer answer) {
    String wanted = job.write().versionId();
    String written = answer.header(job.write().request().proof().header());
    if (job.write().isProvenBy(written)) {
      return CompletableFuture.completedFuture(null);
    }
    GatewayException wrong =
        job.wrong(
            destination.zone(),
            "was written as version '" + written + "' and not '" + wanted + "'");
    if (!wanted.equals(ObjectVersion.NULL)) {
      return CompletableFuture.failedFuture(wrong);
    }
    return destination
        .call(
            job.request(Method.DELETE)
                .queries(VersionRequest.REMOVE_ID.parameters(written, OptionalLong.empty())))
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
