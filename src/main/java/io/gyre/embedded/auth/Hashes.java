package io.gyre.embedded.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The hash functions of the signatures. */
public final class Hashes {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private Hashes() {}

  /** A fresh digest; every JDK has MD5 and SHA-256. */
  public static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM lacks " + algorithm, e);
    }
  }

  /** Lower case hexadecimal. */
  public static String hex(byte[] bytes) {
    char[] text = new char[bytes.length * 2];
    for (int i = 0; i < bytes.length; i++) {
      text[2 * i] = HEX[(bytes[i] >> 4) & 0xF];
      text[2 * i + 1] = HEX[bytes[i] & 0xF];
    }
    return new String(text);
  }

  static String sha256(String text) {
    return hex(digest("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  static byte[] hmac(String algorithm, byte[] key, String text) {
    return mac(algorithm, key).doFinal(text.getBytes(StandardCharsets.UTF_8));
  }

  /** An HMAC with this key. */
  static Mac mac(String algorithm, byte[] key) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM lacks " + algorithm, e);
    }
  }

  static boolean same(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
