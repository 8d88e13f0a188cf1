package io.gyre.select;

import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Takes or leaves out what a pattern stands for: {@code + photos-*}, {@code - prefix:tmp/}, {@code
 * - regex:.*[.]bak}. It is equal to another one of the same text.
 */
public final class Rule {
  /** What {@link #parse} takes, for operators. */
  public static final String EXPECTED =
      "a rule: + or -, then a pattern, such as '+ photos-*', '- prefix:tmp/' or '- regex:.*[.]bak'";

  /** What the pattern is, and what of. */
  public enum Kind {
    /** A {@link Glob} for the whole name; what a rule without a kind is. */
    GLOB,
    /** How the name begins. */
    PREFIX,
    /** A regular expression for the whole name. */
    REGEX,
    /** A {@link Glob} for the owner's uid, with its tenant if any. */
    OWNER,
    /** A {@link Glob} for the tenant. */
    TENANT
  }

  private final boolean takes;
  private final Kind kind;
  private final String pattern;
  private final Predicate<String> test;

  private Rule(boolean takes, Kind kind, String pattern) {
    this.takes = takes;
    this.kind = kind;
    this.pattern = pattern;
    this.test = test(kind, pattern);
  }

  /**
   * Reads a rule.
   *
   * @throws IllegalArgumentException when the text is none
   */
  public static Rule parse(String text) {
    String trimmed = text.strip();
    if (!trimmed.startsWith("+") && !trimmed.startsWith("-")) {
      throw new IllegalArgumentException(EXPECTED);
    }
    String rest = trimmed.substring(1).stripLeading();
    Kind kind = Kind.GLOB;
    for (Kind each : Kind.values()) {
      String prefix = each.name().toLowerCase(Locale.ROOT) + ":";
      if (rest.startsWith(prefix)) {
        return new Rule(trimmed.startsWith("+"), each, rest.substring(prefix.length()));
      }
    }
    return new Rule(trimmed.startsWith("+"), kind, rest);
  }

  private static Predicate<String> test(Kind kind, String pattern) {
    if (pattern.isEmpty()) {
      throw new IllegalArgumentException(EXPECTED);
    }
    return switch (kind) {
      case GLOB, OWNER, TENANT -> new Glob(pattern)::matches;
      case PREFIX -> name -> name.startsWith(pattern);
      case REGEX -> regex(pattern);
    };
  }

  private static Predicate<String> regex(String pattern) {
    try {
      return Pattern.compile(pattern, Pattern.DOTALL).asMatchPredicate();
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Whether it takes what it matches, or leaves it out. */
  boolean takes() {
    return takes;
  }

  /** What the pattern is. */
  public Kind kind() {
    return kind;
  }

  /** Whether all that it matches begins so, as far as its text tells. */
  boolean begins(String prefix) {
    return switch (kind) {
      case PREFIX -> pattern.startsWith(prefix);
      case GLOB -> pattern.split("[*?]", 2)[0].startsWith(prefix);
      case REGEX, OWNER, TENANT -> false;
    };
  }

  /** As it was given, without the kind. */
  String pattern() {
    return pattern;
  }

  /** Whether the pattern stands for this. */
  boolean matches(String name) {
    return test.test(name);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Rule rule
        && takes == rule.takes
        && kind == rule.kind
        && pattern.equals(rule.pattern);
  }

  @Override
  public int hashCode() {
    return Objects.hash(takes, kind, pattern);
  }

  @Override
  public String toString() {
    return (takes ? "+ " : "- ") + kind.name().toLowerCase(Locale.ROOT) + ":" + pattern;
  }
}
