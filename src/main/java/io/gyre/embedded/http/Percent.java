package io.gyre.embedded.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Percent-encoding of paths and queries. Nothing is normalised: {@code .}, {@code ..} and {@code
 * //} stay.
 */
public final class Percent {
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private Percent() {}

  /** Decodes; a {@code +} is a space in queries only. Malformed escapes stay as they are. */
  public static String decode(String text, boolean query) {
    if (text.indexOf('%') < 0 && (!query || text.indexOf('+') < 0)) {
      return text;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%' && i + 2 < text.length() && value(text, i) >= 0) {
        out.write(value(text, i));
        i += 2;
      } else if (c == '+' && query) {
        out.write(' ');
      } else {
        out.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    return utf8(out.toByteArray());
  }

  /**
   * Encodes everything but RFC 3986's unreserved characters, and slashes if they are to be kept.
   */
  public static String encode(String text, boolean keepSlash) {
    if (isPlain(text, keepSlash)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain((char) b, keepSlash)) {
        out.append((char) b);
      } else {
        out.append('%').append(HEX[(b >> 4) & 0xF]).append(HEX[b & 0xF]);
      }
    }
    return out.toString();
  }

  private static boolean isPlain(String text, boolean keepSlash) {
    for (int i = 0; i < text.length(); i++) {
      if (!isPlain(text.charAt(i), keepSlash)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(char c, boolean keepSlash) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.'
        || c == '~'
        || (keepSlash && c == '/');
  }

  private static int value(String text, int at) {
    int high = Character.digit(text.charAt(at + 1), 16);
    int low = Character.digit(text.charAt(at + 2), 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }

  private static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw ErrorCode.INVALID_OBJECT_NAME.refusal();
    }
  }
}
