package io.gyre.config;

import io.gyre.config.Node.Nothing;
import io.gyre.config.Node.Section;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Builds configuration records and collects everything that is wrong on the way: a value that
 * cannot be read is replaced by its default, so that the rest is still looked at.
 */
final class RecordBinder {
  private final Lookup lookup;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, String> places = new HashMap<>();

  RecordBinder(Lookup lookup) {
    this.lookup = lookup;
  }

  /** A record with nothing but defaults. */
  static <T extends Record> T defaults(Class<T> type) {
    var binder = new RecordBinder(new Lookup(Map.of()));
    return binder
        .bind(type, "", Section.EMPTY)
        .orElseThrow(() -> new ConfigException(binder.problems));
  }

  /** What was found to be wrong so far. */
  List<Problem> problems() {
    return problems;
  }

  /** The record, or nothing when it cannot be built; {@link #problems} then says why. */
  <T extends Record> Optional<T> bind(Class<T> type, String path, Section section) {
    List<Field> fields = Field.of(type);
    rejectUnknown(fields, path, section);
    List<Optional<Object>> values =
        fields.stream().map(field -> read(field, Keys.path(path, field.key()), section)).toList();
    return values.stream().allMatch(Optional::isPresent)
        ? construct(type, path, values.stream().map(Optional::orElseThrow).toArray())
        : Optional.empty();
  }

  private void rejectUnknown(List<Field> fields, String path, Section section) {
    section
        .entries()
        .forEach(
            (key, node) -> {
              boolean known =
                  fields.stream()
                      .anyMatch(
                          f -> f.key().equals(key) || (f.isSecret() && f.fileKey().equals(key)));
              if (!known) {
                report(Keys.path(path, key), knownKeys(fields, Keys.path(path, key)), node.where());
              }
            });
  }

  private static String knownKeys(List<Field> fields, String unknown) {
    return Keys.closest(unknown)
        .map(meant -> "a known key, perhaps " + meant)
        .orElseGet(
            () -> fields.stream().map(Field::key).collect(Collectors.joining(", ", "one of ", "")));
  }

  private Optional<Object> read(Field field, String path, Section section) {
    if (field.isSection()) {
      return readSection(field, path, section.get(field.key()));
    }
    Optional<Object> value = Optional.empty();
    try {
      Optional<Given> given = lookup.find(field, path, section);
      given.ifPresent(found -> places.put(path, found.where()));
      value = given.map(found -> parse(field, path, found));
      reportIfMissing(field, path, given);
    } catch (ConfigException e) {
      problems.addAll(e.problems());
    }
    if (field.shape() == Field.Shape.OPTIONAL) {
      return Optional.of(value);
    }
    return value.or(() -> field.defaults().map(texts -> parse(field, path, new Given(texts, ""))));
  }

  private Optional<Object> readSection(Field field, String path, Node node) {
    Class<? extends Record> type = field.type().asSubclass(Record.class);
    if (node instanceof Section section) {
      return bind(type, path, section).map(Object.class::cast);
    }
    if (!(node instanceof Nothing)) {
      report(path, "keys with values, such as " + Field.of(type).get(0).key(), node.where());
    }
    return bind(type, path, Section.EMPTY).map(Object.class::cast);
  }

  private Object parse(Field field, String path, Given given) {
    List<Object> values =
        given.texts().stream().map(text -> parse(field, path, text, given)).toList();
    return field.shape() == Field.Shape.LIST ? values : values.get(0);
  }

  private Object parse(Field field, String path, String text, Given given) {
    ValueType type = field.valueType();
    try {
      if (text.isBlank()) {
        throw new IllegalArgumentException("blank");
      }
      return type.parse().apply(text);
    } catch (IllegalArgumentException | ArithmeticException e) {
      Optional<String> shown =
          field.isSecret() ? Optional.empty() : Optional.of(withoutPassword(text));
      throw new ConfigException(
          List.of(new Problem(path, shown, type.expected(), Optional.of(given.where()))));
    }
  }

  private void reportIfMissing(Field field, String path, Optional<Given> given) {
    boolean required = field.shape() != Field.Shape.OPTIONAL && field.defaults().isEmpty();
    if (required && given.isEmpty()) {
      String how = "%s; in the file or as environment variable %s";
      problems.add(
          Problem.unshown(
              path, how.formatted(field.valueType().expected(), Keys.environmentName(path))));
    }
  }

  private <T extends Record> Optional<T> construct(Class<T> type, String path, Object[] values) {
    try {
      return Optional.of(canonicalConstructor(type).newInstance(values));
    } catch (InvocationTargetException e) {
      if (!(e.getCause() instanceof ConfigException violations)) {
        throw new IllegalStateException(type + " refused its values", e);
      }
      for (Problem problem : violations.problems()) {
        String full = Keys.path(path, problem.key());
        problems.add(problem.locatedAt(full, Optional.ofNullable(places.get(full))));
      }
      // Whatever it is, its problems are known: the rest is checked against its defaults.
      return path.isEmpty() ? Optional.empty() : defaultsIfAny(type);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " has no accessible constructor", e);
    }
  }

  private static <T extends Record> Optional<T> defaultsIfAny(Class<T> type) {
    boolean complete =
        Field.of(type).stream()
            .allMatch(
                f ->
                    f.isSection() || f.defaults().isPresent() || f.shape() == Field.Shape.OPTIONAL);
    return complete ? Optional.of(defaults(type)) : Optional.empty();
  }

  private static <T extends Record> Constructor<T> canonicalConstructor(Class<T> type)
      throws NoSuchMethodException {
    return type.getDeclaredConstructor(
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new));
  }

  private void report(String path, String expected, String where) {
    problems.add(new Problem(path, Optional.empty(), expected, Optional.of(where)));
  }

  /** A URL may carry one, wrongly. */
  private static String withoutPassword(String text) {
    return text.replaceAll("//[^/@]*@", "//***@");
  }
}
