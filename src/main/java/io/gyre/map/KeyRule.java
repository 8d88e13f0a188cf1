package io.gyre.map;

import io.gyre.log.BucketName;
import io.gyre.select.Glob;

/**
 * Gives the keys of buckets another prefix: {@code photos: -> backup/} adds one, {@code logs:app/
 * ->} takes one away, {@code logs:app/ -> old/} replaces it.
 *
 * @param buckets at the source; without a slash a name in any tenant, else {@code TENANT/NAME}
 * @param keys what all keys of such a bucket begin with, at both ends
 */
public record KeyRule(Glob buckets, KeyMap keys) {
  /** What {@link #parse} takes, for operators. */
  public static final String EXPECTED =
      "a rule such as 'photos: -> backup/', 'logs:app/ ->' or '*:app/ -> old/'";

  /**
   * Reads a rule.
   *
   * @throws IllegalArgumentException when the text is none
   */
  public static KeyRule parse(String text) {
    Arrow arrow = Arrow.parse(text, EXPECTED);
    int colon = arrow.from().indexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException(EXPECTED);
    }
    return new KeyRule(
        new Glob(arrow.from().substring(0, colon)),
        new KeyMap(arrow.from().substring(colon + 1), arrow.to()));
  }

  boolean matches(BucketName bucket) {
    return buckets.matches(
        buckets.pattern().contains("/") ? bucket.tenant() + "/" + bucket.name() : bucket.name());
  }

  @Override
  public String toString() {
    return new Arrow(buckets + ":" + keys.here(), keys.there()).toString();
  }
}
