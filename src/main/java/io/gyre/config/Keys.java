package io.gyre.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * The names of all keys: to list them, to turn them into names of environment variables, and to
 * guess what a typo meant.
 */
final class Keys {
  /** Paths of all values of a {@link GyreConfig}, {@code limits.log-page}. */
  static final List<String> ALL = paths(GyreConfig.class, "");

  private Keys() {}

  static String path(String parent, String key) {
    return parent.isEmpty() ? key : parent + "." + key;
  }

  /** {@code limits.log-page} is {@code GYRE_LIMITS_LOG_PAGE}. */
  static String environmentName(String path) {
    return "GYRE_" + path.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** The path that {@code unknown} was probably meant to be: one of its own section if possible. */
  static Optional<String> closest(String unknown) {
    String key = lastOf(unknown);
    String section = unknown.substring(0, unknown.length() - key.length());
    return closest(
        ALL,
        path ->
            2 * distance(normal(key), normal(lastOf(path))) + (path.startsWith(section) ? 0 : 1),
        2 * tolerance(key) + 1);
  }

  /** The environment variable that {@code unknown} was probably meant to be. */
  static Optional<String> closestEnvironmentName(String unknown) {
    List<String> names = ALL.stream().map(Keys::environmentName).toList();
    return closest(names, name -> distance(unknown, name), tolerance(unknown));
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
    return Math.max(1, word.length() / 3);
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

  private static String lastOf(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** So that access_key and accessKey are no distance away from access-key. */
  private static String normal(String key) {
    return key.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
  }

  private static List<String> paths(Class<? extends Record> type, String parent) {
    List<String> paths = new ArrayList<>();
    for (Field field : Field.of(type)) {
      String path = path(parent, field.key());
      if (field.isSection()) {
        paths.addAll(paths(field.type().asSubclass(Record.class), path));
      } else {
        paths.add(path);
      }
      if (field.isSecret()) {
        paths.add(path(parent, field.fileKey()));
      }
    }
    return List.copyOf(paths);
  }
}
