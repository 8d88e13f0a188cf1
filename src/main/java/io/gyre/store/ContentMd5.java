package io.gyre.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collection;
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

  /** The ETag that an object of these parts has; empty where a part's is not an MD5. */
  static String ofParts(Collection<String> etags) {
    MessageDigest md5 = md5();
    for (String etag : etags) {
      if (!isMd5(etag)) {
        return "";
      }
      md5.update(HexFormat.of().parseHex(etag));
    }
    return HexFormat.of().formatHex(md5.digest()) + "-" + etags.size();
  }

  static boolean isMd5(String text) {
    return text.length() == 32 && text.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
