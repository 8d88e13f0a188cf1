package io.gyre.config;

import io.gyre.select.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The checks of one record's constructor. All of them are made; {@link #verify} then throws what
 * they found, if anything.
 */
final class Rules {
  private final List<Problem> problems = new ArrayList<>();

  Rules between(String key, int value, int min, int max) {
    String expected = "a whole number from %d to %d".formatted(min, max);
    return require(min <= value && value <= max, key, value, expected);
  }

  Rules between(String key, Duration value, String min, String max) {
    boolean inside =
        value.compareTo(Durations.parse(min)) >= 0 && value.compareTo(Durations.parse(max)) <= 0;
    String expected = "a duration from %s to %s".formatted(min, max);
    return require(inside, key, Durations.format(value), expected);
  }

  Rules between(String key, DataSize value, String min, String max) {
    boolean inside =
        value.compareTo(DataSize.parse(min)) >= 0 && value.compareTo(DataSize.parse(max)) <= 0;
    return require(inside, key, value, "a size from %s to %s".formatted(min, max));
  }

  Rules between(String key, DataRate value, String min, String max) {
    boolean inside =
        value.compareTo(DataRate.parse(min)) >= 0 && value.compareTo(DataRate.parse(max)) <= 0;
    return require(inside, key, value, "a rate from %s to %s".formatted(min, max));
  }

  /** One duration that must not exceed another one of the same record. */
  Rules atMost(String key, Duration value, String limitKey, Duration limit) {
    String expected = "at most %s, which is %s".formatted(limitKey, Durations.format(limit));
    return require(value.compareTo(limit) <= 0, key, Durations.format(value), expected);
  }

  /** Rules that are about what they can be about here. */
  Rules ofKinds(String key, List<Rule> rules, Set<Rule.Kind> kinds) {
    String expected =
        kinds.stream()
            .map(kind -> kind.name().toLowerCase(Locale.ROOT) + ":")
            .sorted()
            .collect(Collectors.joining(", ", "a rule of one of the kinds ", ""));
    rules.forEach(rule -> require(kinds.contains(rule.kind()), key, rule, expected));
    return this;
  }

  Rules require(boolean holds, String key, Object value, String expected) {
    if (!holds) {
      problems.add(Problem.of(key, value, expected));
    }
    return this;
  }

  void verify() {
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }
}
