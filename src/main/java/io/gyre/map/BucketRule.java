package io.gyre.map;

import io.gyre.log.BucketName;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Renames a bucket, {@code photos -> photos-copy}, or those whose whole name a regular expression
 * matches, {@code regex:logs-(.*) -> acme/$1-logs}. Names are {@code NAME} or {@code TENANT/NAME}.
 * It is equal to another one of the same text.
 */
public final class BucketRule {
  /** What {@link #parse} takes, for operators. */
  public static final String EXPECTED =
      "a rule such as 'photos -> photos-copy', 'acme/photos -> acme-photos' or 'regex:logs-(.*) ->"
          + " archive-$1'";

  private static final String REGEX = "regex:";
  private static final Pattern GROUP = Pattern.compile("\\$([0-9])");

  private final Arrow text;
  private final Pattern from;
  private final boolean exact;

  private BucketRule(Arrow text) {
    this.text = text;
    this.exact = !text.from().startsWith(REGEX);
    this.from =
        Pattern.compile(exact ? Pattern.quote(text.from()) : text.from().substring(REGEX.length()));
  }

  /**
   * Reads a rule.
   *
   * @throws IllegalArgumentException when the text is none
   */
  public static BucketRule parse(String text) {
    try {
      BucketRule rule = new BucketRule(Arrow.parse(text, EXPECTED));
      rule.verify();
      return rule;
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private void verify() {
    int groups = exact ? -1 : from.matcher("").groupCount();
    Matcher named = GROUP.matcher(text.to());
    while (named.find()) {
      if (Integer.parseInt(named.group(1)) > groups) {
        throw new IllegalArgumentException(
            exact
                ? "a name without groups such as $1, which are for rules with regex:"
                : "groups that the regular expression has, up to $" + groups);
      }
    }
    if (text.from().isEmpty() || text.from().equals(REGEX)) {
      throw new IllegalArgumentException(EXPECTED);
    }
    if (exact) {
      BucketName.parse(text.from());
    }
    BucketName.parse(GROUP.matcher(text.to()).replaceAll("x"));
  }

  /** What a bucket of the source is named by this rule, as text; empty when it does not match. */
  Optional<String> apply(BucketName bucket) {
    Matcher matcher = from.matcher(bucket.toString());
    return matcher.matches()
        ? Optional.of(
            GROUP
                .matcher(text.to())
                .replaceAll(
                    group -> {
                      String found = matcher.group(Integer.parseInt(group.group(1)));
                      return found == null ? "" : Matcher.quoteReplacement(found);
                    }))
        : Optional.empty();
  }

  /** The only bucket that it renames, where it names one. */
  Optional<BucketName> only() {
    return exact ? Optional.of(BucketName.parse(text.from())) : Optional.empty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BucketRule rule && text.equals(rule.text);
  }

  @Override
  public int hashCode() {
    return Objects.hash(text);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
