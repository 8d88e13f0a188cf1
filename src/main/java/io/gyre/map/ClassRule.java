package io.gyre.map;

import io.gyre.select.Glob;

/**
 * Puts objects of storage classes of the source into one of the destination: {@code COLD -> ICE},
 * {@code * -> STANDARD}. {@code *} stands for any characters, {@code ?} for one.
 *
 * @param from name at the source; {@code STANDARD} for the default one
 * @param to name at the destination
 */
public record ClassRule(Glob from, String to) {
  /** What {@link #parse} takes, for operators. */
  public static final String EXPECTED = "a rule such as 'COLD -> GLACIER' or '* -> STANDARD'";

  /**
   * Reads a rule.
   *
   * @throws IllegalArgumentException when the text is none
   */
  public static ClassRule parse(String text) {
    Arrow arrow = Arrow.parse(text, EXPECTED);
    if (!arrow.to().matches("[A-Za-z0-9_.-]+") || arrow.from().isEmpty()) {
      throw new IllegalArgumentException(EXPECTED);
    }
    return new ClassRule(new Glob(arrow.from()), arrow.to());
  }

  @Override
  public String toString() {
    return new Arrow(from.pattern(), to).toString();
  }
}
