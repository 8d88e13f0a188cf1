package io.gyre.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
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
public final class YamlReader {
  private static final YAMLFactory YAML =
      YAMLFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL) // but not quotes with nothing between
          .build();

  private final JsonParser parser;
  private final String name;

  private YamlReader(JsonParser parser, String name) {
    this.parser = parser;
    this.name = name;
  }

  /**
   * The documents of a file; an empty one is left out.
   *
   * @throws ConfigException when the file cannot be read, or as {@link #read(String, String)}
   */
  public static List<Section> read(Path file) {
    try {
      return read(Files.readString(file), file.toString());
    } catch (NoSuchFileException e) {
      throw unreadable(file.toString(), "a file that exists", Optional.empty());
    } catch (IOException e) {
      throw unreadable(file.toString(), "a readable text file (" + e + ")", Optional.empty());
    }
  }

  /**
   * The documents of a text.
   *
   * @param name what to call the text
   * @throws ConfigException when it is not YAML, or a document is not keys with values
   */
  public static List<Section> read(String text, String name) {
    try (JsonParser parser = YAML.createParser(text)) {
      return new YamlReader(parser, name).documents();
    } catch (JsonProcessingException e) {
      throw notYaml(name, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Section> documents() throws IOException {
    List<Section> documents = new ArrayList<>();
    while (parser.nextToken() != null) {
      Node document = node();
      if (document instanceof Section section) {
        documents.add(section);
      } else if (!(document instanceof Nothing)) {
        throw unreadable(name, "keys with values", Optional.of(document.where()));
      }
    }
    return documents;
  }

  private Node node() throws IOException {
    String where = name + ":" + parser.currentTokenLocation().getLineNr();
    return switch (parser.currentToken()) {
      case START_OBJECT -> section(where);
      case START_ARRAY -> sequence(where);
      case VALUE_NULL -> new Nothing(where);
      default -> new Scalar(parser.getText(), where);
    };
  }

  private Section section(String where) throws IOException {
    Map<String, Node> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      entries.put(key, node());
    }
    return new Section(entries, where);
  }

  private Sequence sequence(String where) throws IOException {
    List<Node> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node());
    }
    return new Sequence(items, where);
  }

  /** Says where, and leaves out the parser's message: it quotes the line, which may be a secret. */
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
