package io.gyre.select;

/**
 * A shell pattern: {@code *} stands for any characters, {@code ?} for one; everything else for
 * itself.
 *
 * @param pattern not empty
 */
public record Glob(String pattern) {

  /** Checks the pattern. */
  public Glob {
    if (pattern.isEmpty()) {
      throw new IllegalArgumentException("a pattern such as * or photos-*");
    }
  }

  /** Whether the pattern stands for the whole text. */
  public boolean matches(String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        // Let the last star take one character more, and try again from there.
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    return pattern.substring(p).chars().allMatch(c -> c == '*');
  }

  @Override
  public String toString() {
    return pattern;
  }
}
