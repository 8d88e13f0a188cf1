package io.gyre.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
    return Typo.closest(
        ALL,
        path ->
            2 * Typo.distance(normal(key), normal(lastOf(path)))
                + (path.startsWith(section) ? 0 : 1),
        2 * Typo.tolerance(key) + 1);
  }

  /** The environment variable that {@code unknown} was probably meant to be. */
  static Optional<String> closestEnvironmentName(String unknown) {
    List<String> names = ALL.stream().map(Keys::environmentName).toList();
    return Typo.closest(unknown, names);
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
