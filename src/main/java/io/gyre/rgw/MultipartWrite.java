package io.gyre.rgw;

import io.gyre.copy.MultipartPlan;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.s3.RequestBody;
import io.gyre.s3.S3Answer;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import io.gyre.s3.Xml;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Element;

/**
 * Writes an object in parts. What fails leaves no upload behind, unless what has no answer is the
 * request that completes it.
 */
final class MultipartWrite {
  private static final Logger LOG = LoggerFactory.getLogger(MultipartWrite.class);

  private final S3Client destination;

  MultipartWrite(S3Client destination) {
    this.destination = destination;
  }

  /** Whether the object has the source's ETag. */
  CompletionStage<Boolean> run(
      CopyJob job, WritePlan headers, MultipartPlan parts, PartBytes bytes) {
    return destination
        .call(
            job.request(Method.POST)
                .flag("uploads")
                .query("rgwx-uid", job.state().policy().owner())
                .headers(headers.headers()))
        .thenApply(answer -> required(document(answer, "started"), "UploadId"))
        .thenCompose(
            upload ->
                parts(job, parts, bytes, upload)
                    .exceptionallyCompose(failure -> aborted(job, upload, failure))
                    .thenCompose(etags -> complete(job, upload, etags)));
  }

  private CompletionStage<List<String>> parts(
      CopyJob job, MultipartPlan plan, PartBytes bytes, String upload) {
    return PartUploads.run(
            destination,
            plan,
            bytes,
            number ->
                job.request(Method.PUT)
                    .query("partNumber", Integer.toString(number))
                    .query("uploadId", upload))
        .thenApply(
            etags -> {
              if (plan.exact() && !hasEtagOf(etags, job)) {
                String found = PartUploads.etagOf(etags);
                throw job.wrong(
                    destination.zone(),
                    "would have ETag " + found + " and not " + job.object().etag());
              }
              return etags;
            });
  }

  private static boolean hasEtagOf(List<String> parts, CopyJob job) {
    return PartUploads.etagOf(parts).equals(job.object().etag());
  }

  private CompletionStage<Boolean> complete(CopyJob job, String upload, List<String> etags) {
    StringBuilder xml = new StringBuilder("<CompleteMultipartUpload>");
    for (int i = 0; i < etags.size(); i++) {
      xml.append("<Part><PartNumber>").append(i + 1).append("</PartNumber><ETag>");
      xml.append(Xml.escape(etags.get(i))).append("</ETag></Part>");
    }
    xml.append("</CompleteMultipartUpload>");
    S3Request request =
        job.placed(job.request(Method.POST).query("uploadId", upload))
            .body(RequestBody.of(xml.toString()));
    return destination
        .call(request)
        .thenCompose(
            answer -> {
              document(answer, "completed");
              return WrittenVersion.check(destination, job, answer);
            })
        .thenApply(checked -> hasEtagOf(etags, job))
        .exceptionallyCompose(
            failure ->
                GatewayException.classOf(failure) == FailureClass.UNKNOWN_OUTCOME
                    // The upload may just be turning into the object.
                    ? CompletableFuture.failedFuture(failure)
                    : aborted(job, upload, failure));
  }

  /** S3 may answer 200 before it knows, and then write an error into the body. */
  private Element document(S3Answer answer, String what) {
    try {
      Element root = Xml.parse(answer.body());
      if (!root.getTagName().equals("Error")) {
        return root;
      }
      String code = Xml.text(root, "Code");
      throw new GatewayException(FailureClass.TRANSIENT, 200, code, unclear(what, code), null);
    } catch (IOException e) {
      // It was 200 all the same, so the request may have taken effect.
      throw new GatewayException(
          FailureClass.UNKNOWN_OUTCOME, unclear(what, "no readable body"), e);
    }
  }

  private String unclear(String what, String why) {
    return "zone " + destination.zone() + ": a multipart upload was not " + what + ": " + why;
  }

  private String required(Element root, String name) {
    String value = Xml.text(root, name);
    if (value.isEmpty()) {
      throw new GatewayException(
          FailureClass.CORRUPT, unclear("started", "the answer has no " + name), null);
    }
    return value;
  }

  /** Fails with the failure that this is about, whatever becomes of the upload. */
  private <T> CompletionStage<T> aborted(CopyJob job, String upload, Throwable failure) {
    return destination
        .call(job.request(Method.DELETE).query("uploadId", upload))
        .handle(
            (done, notAborted) -> {
              if (notAborted != null) {
                String reason = GatewayException.unwrap(notAborted).getMessage();
                LOG.debug("{}: its multipart upload is left behind: {}", job.version(), reason);
              }
              return failure;
            })
        .thenCompose(CompletableFuture::failedFuture);
  }
}
