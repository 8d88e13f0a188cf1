package io.gyre.store;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts beyond ASCII in headers of ASCII. Pure. */
final class Rfc2047 {
  private static final Pattern WORD = Pattern.compile("=\\?([^?]+)\\?([BbQq])\\?([^?]*)\\?=");
  private static final int HEX = 16;

  private Rfc2047() {}

  /**
   * What a value says, with its bytes as ISO-8859-1 characters; other than encoded as a whole, it
   * says itself.
   */
  static String decoded(String value) {
    Matcher word = WORD.matcher(value);
    if (!word.matches()) {
      return value;
    }
    try {
      byte[] bytes =
          word.group(2).equalsIgnoreCase("B")
              ? Base64.getDecoder().decode(word.group(3))
              : quoted(word.group(3));
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException notEncoded) {
      return value;
    }
  }

  private static byte[] quoted(String text) {
    StringBuilder bytes = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '=' && i + 2 < text.length()) {
        bytes.append((char) Integer.parseInt(text, i + 1, i + 3, HEX));
        i += 2;
      } else {
        bytes.append(c == '_' ? ' ' : c);
      }
    }
    return bytes.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
