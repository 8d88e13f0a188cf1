package io.gyre.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One component of a configuration record, as the loader sees it.
 *
 * @param key in kebab-case, without the path
 * @param shape one value, a list, or an optional value
 * @param type of the value, or of the list's values
 * @param defaults texts of the default; empty when the key is required or optional
 */
record Field(String key, Shape shape, Class<?> type, Optional<List<String>> defaults) {
  /** What holds the values. */
  enum Shape {
    SINGLE,
    LIST,
    OPTIONAL
  }

  static List<Field> of(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents()).map(Field::of).toList();
  }

  private static Field of(RecordComponent component) {
    Key named = component.getAnnotation(Key.class);
    Default value = component.getAnnotation(Default.class);
    return new Field(
        named == null ? kebab(component.getName()) : named.value(),
        shape(component.getType()),
        valueType(component),
        Optional.ofNullable(value).map(present -> List.of(present.value())));
  }

  /** Whether this is a section of its own and not a value. */
  boolean isSection() {
    return ValueType.of(type).isEmpty();
  }

  boolean isSecret() {
    return type == Secret.class;
  }

  /** The key of the file that may hold a secret instead. */
  String fileKey() {
    return key + "-file";
  }

  ValueType valueType() {
    return ValueType.of(type).orElseThrow(() -> new IllegalStateException("no values of " + type));
  }

  private static Shape shape(Class<?> type) {
    return type == List.class ? Shape.LIST : type == Optional.class ? Shape.OPTIONAL : Shape.SINGLE;
  }

  private static Class<?> valueType(RecordComponent component) {
    return component.getGenericType() instanceof ParameterizedType generic
        ? (Class<?>) generic.getActualTypeArguments()[0]
        : component.getType();
  }

  private static String kebab(String name) {
    return name.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
