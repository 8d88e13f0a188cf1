package io.gyre.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.gyre.config.Node.Nothing;
import io.gyre.config.Node.Scalar;
import io.gyre.config.Node.Section;
import io.gyre.config.Node.Sequence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads YAML into {@link Node}s. Scalars keep the text of the file: an unquoted access key of
 * digits with a leading zero is not an octal number.
 */
final class YamlReader {
  private static final YAMLFactory YAML =
      YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private YamlReader() {}

  /** The sections that a file's documents consist of; a document that is empty is left out. */
  static List<Section> read(Path file) {
    try {
      return read(Files.readString(file), file.toString());
    } catch (NoSuchFileException e) {
      throw unreadable(file.toString(), "a file that exists", Optional.empty());
    } catch (IOException e) {
      throw unreadable(file.toString(), "a readable text file (" + e + ")", Optional.empty());
    }
  }

  static List<Section> read(String text, String name) {
    try (JsonParser parser = YAML.createParser(text)) {
      List<Section> documents = new ArrayList<>();
      while (parser.nextToken() != null) {
        if (node(parser) instanceof Section section) {
          documents.add(section);
        } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
          throw unreadable(name, "keys with values", Optional.of(name + ":" + line(parser)));
        }
      }
      return documents;
    } catch (JsonProcessingException e) {
      throw notYaml(name, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Node node(JsonParser parser) throws IOException {
    int line = line(parser);
    return switch (parser.currentToken()) {
      case START_OBJECT -> section(parser, line);
      case START_ARRAY -> sequence(parser, line);
      case VALUE_NULL -> new Nothing(line);
      default -> new Scalar(parser.getText(), line);
    };
  }

  private static Section section(JsonParser parser, int line) throws IOException {
    Map<String, Node> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      entries.put(key, node(parser));
    }
    return new Section(entries, line);
  }

  private static Sequence sequence(JsonParser parser, int line) throws IOException {
    List<Node> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(parser));
    }
    return new Sequence(items, line);
  }

  private static int line(JsonParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }

  /**
   * Says where, and leaves the parser's message out: it quotes the line, which may hold a secret.
   */
  private static ConfigException notYaml(String name, JsonProcessingException cause) {
    int line = cause.getLocation() == null ? 1 : cause.getLocation().getLineNr();
    boolean duplicate = cause.getOriginalMessage().startsWith("Duplicate field");
    String expected = duplicate ? "each key once" : "valid YAML";
    return unreadable(name, expected, Optional.of(name + ":" + line));
  }

  private static ConfigException unreadable(String name, String expected, Optional<String> where) {
    return new ConfigException(List.of(new Problem(name, Optional.empty(), expected, where)));
  }
}
