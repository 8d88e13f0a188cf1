package io.gyre.rgw;

import io.gyre.s3.RequestBody;
import io.gyre.s3.S3Answer;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.CompletionStage;

/** Writes an object by one PUT. */
final class SingleWrite {
  private final S3Client destination;

  SingleWrite(S3Client destination) {
    this.destination = destination;
  }

  /** Whether the object has the source's ETag. */
  CompletionStage<Boolean> run(CopyJob job, WritePlan plan, ObjectData data) {
    return destination
        .call(put(job, plan, data.take(job.object().size())))
        .thenCompose(
            answer ->
                WrittenVersion.check(destination, job, answer)
                    .thenApply(checked -> verified(job, answer)));
  }

  private static S3Request put(CopyJob job, WritePlan plan, RequestBody body) {
    S3Request request =
        job.placed(job.request(Method.PUT))
            .query("rgwx-uid", job.state().policy().owner())
            .headers(plan.headers())
            .body(body);
    if (job.object().hasPlainEtag()) {
      // The destination then refuses a body that was damaged on the way before it stores it.
      byte[] md5 = HexFormat.of().parseHex(job.object().etag());
      request.header("Content-MD5", Base64.getEncoder().encodeToString(md5));
    }
    return request;
  }

  private boolean verified(CopyJob job, S3Answer answer) {
    boolean sameEtag = answer.etag().equals(job.object().etag());
    if (job.object().hasPlainEtag() && !sameEtag) {
      throw job.wrong(
          destination.zone(), "has ETag " + answer.etag() + " and not " + job.object().etag());
    }
    return sameEtag;
  }
}
