package io.gyre.config;

import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Guesses what a word that is not known was meant to be. */
public final class Typo {
  private Typo() {}

  /** The known word that is nearest, unless even that is too far away. */
  public static Optional<String> closest(String word, List<String> known) {
    return closest(known, candidate -> distance(word, candidate), tolerance(word));
  }

  /** The candidate of the least cost, the first of equals, unless even that costs too much. */
  static Optional<String> closest(List<String> candidates, ToIntFunction<String> cost, int limit) {
    String best = "";
    int least = limit + 1;
    for (String candidate : candidates) {
      int own = cost.applyAsInt(candidate);
      if (own < least) {
        least = own;
        best = candidate;
      }
    }
    return best.isEmpty() ? Optional.empty() : Optional.of(best);
  }

  /** How many letters may differ. */
  static int tolerance(String word) {
    return word.length() < 3 ? 1 : Math.max(2, word.length() / 3);
  }

  /** Levenshtein's: insertions, deletions and replacements of one character. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
