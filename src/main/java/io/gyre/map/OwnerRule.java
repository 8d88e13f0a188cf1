package io.gyre.map;

import io.gyre.select.Glob;

/**
 * Gives what belongs to users of the source to one of the destination: {@code alice -> archive},
 * {@code acme$* -> acme}. {@code *} stands for any characters, {@code ?} for one.
 *
 * @param from uid at the source, {@code tenant$uid} for a tenant's user
 * @param to uid at the destination
 */
public record OwnerRule(Glob from, String to) {
  /** What {@link #parse} takes, for operators. */
  public static final String EXPECTED = "a rule such as 'alice -> archive' or '* -> archive'";

  /**
   * Reads a rule.
   *
   * @throws IllegalArgumentException when the text is none
   */
  public static OwnerRule parse(String text) {
    Arrow arrow = Arrow.parse(text, EXPECTED);
    if (arrow.to().isEmpty() || arrow.to().contains("*") || arrow.from().isEmpty()) {
      throw new IllegalArgumentException(EXPECTED);
    }
    return new OwnerRule(new Glob(arrow.from()), arrow.to());
  }

  @Override
  public String toString() {
    return new Arrow(from.pattern(), to).toString();
  }
}
