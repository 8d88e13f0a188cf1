package io.gyre.rgw;

/** What a header can carry from one end to the other as it is. Pure. */
final class HeaderText {
  private static final String NAME_MARKS = "!#$%&'*+-.^_`|~";

  private HeaderText() {}

  /** Letters, digits and a few marks: anything else ends a name, or is refused. */
  static boolean isName(String text) {
    int read = 0;
    while (read < text.length() && isOfName(text.charAt(read))) {
      read++;
    }
    return read > 0 && read == text.length();
  }

  private static boolean isOfName(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || NAME_MARKS.indexOf(c) >= 0;
  }

  /**
   * No control characters, by which a value would end early, and no blanks at its ends, which are
   * dropped on the way.
   *
   * @param text its bytes as ISO-8859-1 characters
   */
  static boolean isValue(String text) {
    int read = 0;
    while (read < text.length() && isOfValue(text.charAt(read))) {
      read++;
    }
    return read == text.length()
        && (text.isEmpty() || !(isBlank(text.charAt(0)) || isBlank(text.charAt(read - 1))));
  }

  private static boolean isOfValue(char c) {
    return c == '\t' || (c >= ' ' && c != 0x7f);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /** A name for people to read, whatever it is. */
  static String printable(String name) {
    StringBuilder text = new StringBuilder();
    name.chars().map(c -> isOfName(c) ? c : '?').forEach(text::appendCodePoint);
    return text.toString();
  }
}
