package io.gyre.rgw;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The attributes of an object as the gateway keeps them, from the JSON in front of an answer with
 * {@code rgwx-prepend-metadata}.
 *
 * @param values by the name after {@code user.rgw.}; what nobody here reads is left out
 */
record ObjectAttributes(Map<String, byte[]> values) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String PREFIX = "user.rgw.";
  private static final String METADATA = "x-amz-meta-";

  /** Large, and of no use in another zone. */
  private static final Set<String> UNUSED = Set.of("manifest", "tail_tag", "idtag", "pg_ver");

  static ObjectAttributes parse(byte[] json, int length) {
    Map<String, byte[]> values = new HashMap<>();
    try (JsonParser parser = JSON.createParser(json, 0, length)) {
      String key = "";
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING && parser.currentName() != null) {
          if (parser.currentName().equals("key")) {
            key = parser.getText();
          } else if (parser.currentName().equals("val") && isUsed(key)) {
            values.put(key.substring(PREFIX.length()), parser.getBinaryValue());
          }
        }
      }
    } catch (IOException e) {
      String message = "the attributes in front of the object cannot be read: " + e.getMessage();
      throw new GatewayException(FailureClass.CORRUPT, message, e);
    }
    return new ObjectAttributes(values);
  }

  private static boolean isUsed(String key) {
    return key.startsWith(PREFIX) && !UNUSED.contains(key.substring(PREFIX.length()));
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  Optional<byte[]> bytes(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * A text attribute, its bytes as ISO-8859-1 characters, as headers are written. The gateway ends
   * most of them, not all, in a NUL.
   */
  Optional<String> text(String name) {
    return bytes(name)
        .map(
            value -> {
              int end = value.length;
              while (end > 0 && value[end - 1] == 0) {
                end--;
              }
              return new String(value, 0, end, StandardCharsets.ISO_8859_1);
            });
  }

  /** The user's metadata by header name, in order of the names. */
  Map<String, String> userMetadata() {
    Map<String, String> metadata = new TreeMap<>();
    for (String name : values.keySet()) {
      if (name.startsWith(METADATA)) {
        metadata.put(name, text(name).orElse(""));
      }
    }
    return metadata;
  }
}
