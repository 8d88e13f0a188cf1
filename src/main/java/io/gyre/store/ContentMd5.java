package io.gyre.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** Values of {@code Content-MD5}, by which a store refuses a body that was damaged on the way. */
final class ContentMd5 {
  private ContentMd5() {}

  /** Of a text, as UTF-8. */
  static String of(String text) {
    return Base64.getEncoder().encodeToString(md5().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Of what has an ETag that is its MD5. */
  static String ofEtag(String etag) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(etag));
  }

  static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
