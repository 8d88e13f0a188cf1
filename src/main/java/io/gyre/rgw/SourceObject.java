package io.gyre.rgw;

import io.gyre.copy.ObjectVersion;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.s3.S3Answer;
import io.gyre.s3.S3Request;
import java.time.Instant;
import java.util.HexFormat;

/**
 * What an answer with prepended attributes says about the version that it carries.
 *
 * @param attributesLength bytes of JSON in front of the data
 * @param size bytes of the data
 * @param etag without quotes
 * @param versionId as the gateway names the version; empty where it does not
 */
record SourceObject(int attributesLength, long size, String etag, Instant mtime, String versionId) {
  /** Attributes are headers and small structs; only a manifest of explicit parts is large. */
  private static final int ATTRIBUTES_MAX = 8 << 20;

  private static final int MD5_DIGITS = 32;

  /**
   * The request for a version with its attributes in front. A plain object is asked for as the null
   * version: without an id the answer is the newest version of a bucket that was enabled meanwhile.
   */
  static S3Request get(ObjectVersion version) {
    return S3Request.object(S3Request.Method.GET, version.bucket(), version.key())
        .query("versionId", version.readId())
        .query("rgwx-prepend-metadata", "true");
  }

  static SourceObject of(S3Answer.Headers headers) {
    long attributes = headers.number("Rgwx-Embedded-Metadata-Len");
    long size = headers.number("Rgwx-Object-Size");
    if (attributes < 0 || attributes > ATTRIBUTES_MAX || size < 0) {
      throw unreadable("it does not say how long object and attributes are (not a system user?)");
    }
    Instant mtime =
        Mtime.parse(headers.first("Rgwx-Mtime"))
            .orElseThrow(() -> unreadable("it has no Rgwx-Mtime"));
    return new SourceObject(
        (int) attributes, size, headers.etag(), mtime, headers.first("x-amz-version-id"));
  }

  private static GatewayException unreadable(String why) {
    return new GatewayException(
        FailureClass.CORRUPT, "the source's answer is no use: " + why, null);
  }

  /** Whether the ETag is the MD5 of the data, and not the sum of a multipart upload. */
  boolean hasPlainEtag() {
    return isMd5(etag);
  }

  static boolean isMd5(String text) {
    int digits = 0;
    while (digits < text.length() && HexFormat.isHexDigit(text.charAt(digits))) {
      digits++;
    }
    return digits == MD5_DIGITS && digits == text.length();
  }
}
