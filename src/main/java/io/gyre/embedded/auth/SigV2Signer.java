package io.gyre.embedded.auth;

import io.gyre.embedded.model.AccessKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/** Signs a request with AWS Signature Version 2, as Pacific signs what it tells its peers. */
public final class SigV2Signer {
  private SigV2Signer() {}

  /** A time as {@code x-amz-date} has it. */
  public static String date(Instant at) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(at.atZone(ZoneOffset.UTC));
  }

  /**
   * The {@code Authorization} of a request that has this {@code x-amz-date} and no other amz
   * header, and whose query has nothing that is signed.
   */
  public static String authorization(
      AccessKey key, String method, String contentType, String date, String path) {
    String text = method + "\n\n" + contentType + "\n\nx-amz-date:" + date + "\n" + path;
    byte[] secret = key.secret().getBytes(StandardCharsets.UTF_8);
    byte[] mac = Hashes.hmac("HmacSHA1", secret, text);
    return "AWS " + key.id() + ":" + Base64.getEncoder().encodeToString(mac);
  }
}
