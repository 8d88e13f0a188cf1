package io.gyre.s3;

import java.nio.charset.StandardCharsets;

/**
 * Strict RFC 3986 encoding, as signatures need it: every byte of the UTF-8 text but {@code
 * A-Za-z0-9-._~} becomes {@code %XX}.
 */
public final class UriEncoding {
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private UriEncoding() {}

  /** Encodes one segment or one query part; a slash too. */
  public static String encode(String text) {
    return encode(text, false);
  }

  /** Encodes a key: slashes stay, also where they make empty, {@code .} or {@code ..} segments. */
  public static String encodePath(String text) {
    return encode(text, true);
  }

  private static String encode(String text, boolean keepSlash) {
    return isPlain(text, keepSlash) ? text : encoded(text, keepSlash);
  }

  private static boolean isPlain(String text, boolean keepSlash) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > '~' || !(unreserved((byte) c) || (keepSlash && c == '/'))) {
        return false;
      }
    }
    return true;
  }

  private static String encoded(String text, boolean keepSlash) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (unreserved(b) || (keepSlash && b == '/')) {
        out.append((char) b);
      } else {
        out.append('%').append(HEX[(b >> 4) & 0xf]).append(HEX[b & 0xf]);
      }
    }
    return out.toString();
  }

  private static boolean unreserved(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '.'
        || b == '_'
        || b == '~';
  }
}
