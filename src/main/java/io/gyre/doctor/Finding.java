package io.gyre.doctor;

import java.util.List;

/**
 * The verdict of one check.
 *
 * @param message one line that names what it is about
 * @param fix what mends it: shell lines, words behind {@code #}; empty for {@link Level#OK}
 */
public record Finding(End end, Check check, Level level, String message, List<String> fix) {
  public Finding {
    fix = List.copyOf(fix);
  }

  static Finding ok(End end, Check check, String message) {
    return new Finding(end, check, Level.OK, message, List.of());
  }

  static Finding warn(End end, Check check, String message, List<String> fix) {
    return new Finding(end, check, Level.WARN, message, fix);
  }

  static Finding fail(End end, Check check, String message, List<String> fix) {
    return new Finding(end, check, Level.FAIL, message, fix);
  }
}
