package io.gyre.map;

/**
 * The two sides of a rule, {@code from -> to}; blanks around them do not count.
 *
 * @param from may be empty
 * @param to may be empty
 */
record Arrow(String from, String to) {
  private static final String SIGN = "->";

  /**
   * Reads a rule. The last arrow counts, since no name of a destination has one.
   *
   * @param expected what is said of a text that is none
   */
  static Arrow parse(String text, String expected) {
    int at = text.lastIndexOf(SIGN);
    if (at < 0) {
      throw new IllegalArgumentException(expected);
    }
    return new Arrow(text.substring(0, at).strip(), text.substring(at + SIGN.length()).strip());
  }

  @Override
  public String toString() {
    return from + " " + SIGN + " " + to;
  }
}
