package io.gyre.config;

import io.gyre.config.Node.Nothing;
import io.gyre.config.Node.Scalar;
import io.gyre.config.Node.Section;
import io.gyre.config.Node.Sequence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds what was given for a key: in the environment, else in the file. In the file's values a name
 * in {@code $}-and-braces stands for an environment variable; a second dollar sign before it keeps
 * it as it is.
 */
final class Lookup {
  private static final Pattern REFERENCE = Pattern.compile("\\$(\\$?)\\{([A-Za-z_][A-Za-z0-9_]*)}");

  private final Map<String, String> environment;
  private final Set<String> referenced = new HashSet<>();

  Lookup(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * What was given for the field.
   *
   * @throws ConfigException when something was, and it cannot be read
   */
  Optional<Given> find(Field field, String path, Section section) {
    Optional<Given> fromEnvironment = fromEnvironment(field, path);
    return fromEnvironment.isPresent() ? fromEnvironment : fromFile(field, path, section);
  }

  /** Names of environment variables that values of the file refer to. */
  Set<String> referenced() {
    return referenced;
  }

  private Optional<Given> fromEnvironment(Field field, String path) {
    String name = Keys.environmentName(path);
    String text = environment.getOrDefault(name, "");
    if (!text.isBlank()) {
      List<String> texts =
          field.shape() == Field.Shape.LIST
              ? List.of(text.trim().split("\\s*,\\s*"))
              : List.of(text);
      return Optional.of(new Given(texts, "environment variable " + name));
    }
    String nameOfFile = name + "_FILE";
    String secretFile = field.isSecret() ? environment.getOrDefault(nameOfFile, "") : "";
    return secretFile.isBlank()
        ? Optional.empty()
        : Optional.of(secretIn(path + "-file", secretFile, "environment variable " + nameOfFile));
  }

  private Optional<Given> fromFile(Field field, String path, Section section) {
    Node node = section.get(field.key());
    Node secretFile = section.get(field.fileKey());
    boolean hasFile = field.isSecret() && !(secretFile instanceof Nothing);
    if (node instanceof Nothing && hasFile) {
      String name = scalar(field, path + "-file", secretFile);
      return Optional.of(secretIn(path + "-file", name, secretFile.where()));
    }
    if (hasFile) {
      throw wrong(path, "this or " + field.fileKey() + ", not both", node);
    }
    return node instanceof Nothing
        ? Optional.empty()
        : Optional.of(new Given(texts(field, path, node), node.where()));
  }

  private List<String> texts(Field field, String path, Node node) {
    return node instanceof Sequence sequence && field.shape() == Field.Shape.LIST
        ? sequence.items().stream().map(item -> scalar(field, path, item)).toList()
        : List.of(scalar(field, path, node));
  }

  private String scalar(Field field, String path, Node node) {
    if (node instanceof Scalar scalar) {
      return substitute(scalar, path);
    }
    String list = field.shape() == Field.Shape.LIST ? ", or a list of them" : ", and only one";
    throw wrong(path, field.valueType().expected() + list, node);
  }

  private String substitute(Scalar scalar, String path) {
    return REFERENCE
        .matcher(scalar.text())
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    replacement(match.group(1), match.group(2), path, scalar)));
  }

  private String replacement(String escape, String name, String path, Scalar scalar) {
    if (!escape.isEmpty()) {
      return "${" + name + "}";
    }
    referenced.add(name);
    return Optional.ofNullable(environment.get(name))
        .orElseThrow(() -> wrong(path, "the environment variable " + name + " to be set", scalar));
  }

  /**
   * The first line of a file, because editors end it with a newline that is no part of the secret.
   */
  private static Given secretIn(String path, String file, String where) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return new Given(List.of(lines.findFirst().orElse("")), where);
    } catch (IOException | UncheckedIOException | InvalidPathException e) {
      String expected = "a readable file with the secret in its first line (" + e + ")";
      throw new ConfigException(
          List.of(new Problem(path, Optional.of(file), expected, Optional.of(where))));
    }
  }

  private ConfigException wrong(String path, String expected, Node node) {
    return new ConfigException(
        List.of(new Problem(path, Optional.empty(), expected, Optional.of(node.where()))));
  }
}
