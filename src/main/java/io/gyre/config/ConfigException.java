package io.gyre.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A configuration that cannot be used, with everything that is wrong with it. The message is ready
 * to be printed.
 */
public final class ConfigException extends IllegalArgumentException {
  private final transient List<Problem> problems;

  /** Of at least one problem. */
  public ConfigException(List<Problem> problems) {
    super(problems.stream().map(ConfigException::describe).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** All problems, in the order of the keys. */
  public List<Problem> problems() {
    return problems;
  }

  private static String describe(Problem problem) {
    var text = new StringBuilder("  ").append(problem.key());
    problem.where().ifPresent(where -> text.append("  (").append(where).append(')'));
    problem.value().ifPresent(value -> text.append("\n      given:    ").append(value));
    return text.append("\n      expected: ").append(problem.expected()).toString();
  }
}
