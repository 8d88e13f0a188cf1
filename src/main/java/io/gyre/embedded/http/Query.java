package io.gyre.embedded.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parameters of a request, in the order in which they came, decoded. */
public record Query(List<Parameter> parameters) {
  /** One parameter; without {@code =} its value is empty. */
  public record Parameter(String name, String value) {}

  /** Copies the list. */
  public Query {
    parameters = List.copyOf(parameters);
  }

  /** Parses what follows the question mark. */
  static Query parse(String raw) {
    if (raw.isEmpty()) {
      return new Query(List.of());
    }
    List<Parameter> found = new ArrayList<>();
    for (String part : raw.split("&", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      String value = equals < 0 ? "" : part.substring(equals + 1);
      if (!part.isEmpty()) {
        found.add(new Parameter(Percent.decode(name, true), Percent.decode(value, true)));
      }
    }
    return new Query(found);
  }

  /** True if the parameter is there, with or without a value. */
  public boolean has(String name) {
    for (Parameter parameter : parameters) {
      if (parameter.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** The first value of the parameter. */
  public Optional<String> get(String name) {
    for (Parameter parameter : parameters) {
      if (parameter.name().equals(name)) {
        return Optional.of(parameter.value());
      }
    }
    return Optional.empty();
  }

  /** The first value of the parameter; empty if it is not there. */
  public String text(String name) {
    return get(name).orElse("");
  }

  /** The value as a number; refused with 400 if it is none. */
  public int number(String name, int otherwise) {
    return get(name).filter(text -> !text.isEmpty()).map(Query::parseInt).orElse(otherwise);
  }

  private static int parseInt(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
  }
}
