package io.gyre.rgw;

import io.gyre.copy.MultipartPlan;
import io.gyre.copy.SideBySide;
import io.gyre.s3.S3Answer;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;

/** Uploads the parts of one upload. */
final class PartUploads {
  private PartUploads() {}

  /**
   * Uploads all parts. When it fails, nothing of it is under way any more.
   *
   * @param request makes the request for a part number, without its body
   * @return the parts' ETags, in order
   */
  static CompletionStage<List<String>> run(
      S3Client zone, MultipartPlan plan, PartBytes bytes, IntFunction<S3Request> request) {
    return SideBySide.run(
        PartBytes.Part.of(plan),
        bytes.atOnce(),
        part ->
            bytes
                .send(part, body -> zone.call(request.apply(part.number()).body(body)))
                .thenApply(S3Answer::etag));
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
