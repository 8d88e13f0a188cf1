package io.gyre.config;

import java.util.Optional;

/**
 * One thing that is wrong with a configuration.
 *
 * @param key path of the key, {@code source.endpoint}
 * @param value what was given, never a secret; empty when nothing was given or when it must not be
 *     shown
 * @param expected what would be right
 * @param where file and line, or the environment variable; empty when the key is missing
 */
public record Problem(String key, Optional<String> value, String expected, Optional<String> where) {

  static Problem of(String key, Object value, String expected) {
    return new Problem(key, Optional.of(value.toString()), expected, Optional.empty());
  }

  static Problem unshown(String key, String expected) {
    return new Problem(key, Optional.empty(), expected, Optional.empty());
  }

  Problem locatedAt(String path, Optional<String> place) {
    return new Problem(path, value, expected, place);
  }

  /** The same under another name of the key. */
  public Problem withKey(String other) {
    return new Problem(other, value, expected, where);
  }
}
