package io.gyre.rgw;

import io.gyre.copy.MultipartPlan;
import io.gyre.s3.S3Answer;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Uploads the parts of one upload one after the other, as the source's bytes come. */
final class PartUploads {
  private final S3Client zone;
  private final MultipartPlan plan;
  private final ObjectData data;
  private final IntFunction<S3Request> request;
  private final List<String> etags = new ArrayList<>();
  private final CompletableFuture<List<String>> done = new CompletableFuture<>();

  private PartUploads(
      S3Client zone, MultipartPlan plan, ObjectData data, IntFunction<S3Request> request) {
    this.zone = zone;
    this.plan = plan;
    this.data = data;
    this.request = request;
  }

  /**
   * Uploads all parts.
   *
   * @param request makes the request for a part number, without its body
   * @return the parts' ETags, in order
   */
  static CompletionStage<List<String>> run(
      S3Client zone, MultipartPlan plan, ObjectData data, IntFunction<S3Request> request) {
    PartUploads uploads = new PartUploads(zone, plan, data, request);
    uploads.next();
    return uploads.done;
  }

  /** Not a chain of 10,000 stages: each part starts the next one. */
  private void next() {
    int index = etags.size();
    if (index == plan.parts().size()) {
      done.complete(List.copyOf(etags));
      return;
    }
    CompletionStage<S3Answer> sent =
        zone.call(request.apply(index + 1).body(data.take(plan.parts().get(index))));
    sent.whenComplete(this::uploaded);
  }

  private void uploaded(@Nullable S3Answer answer, @Nullable Throwable failure) {
    if (answer == null) {
      done.completeExceptionally(failure);
      return;
    }
    etags.add(answer.etag());
    next();
  }

  /** The ETag that an object of these parts has; empty when a part's is not an MD5. */
  static String etagOf(List<String> partEtags) {
    MessageDigest md5 = md5();
    for (String etag : partEtags) {
      if (!SourceObject.isMd5(etag)) {
        return "";
      }
      md5.update(HexFormat.of().parseHex(etag));
    }
    return HexFormat.of().formatHex(md5.digest()) + "-" + partEtags.size();
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
