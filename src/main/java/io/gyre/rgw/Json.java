package io.gyre.rgw;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** The gateway's JSON: booleans that may be text, times with up to nine digits of a second. */
final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private Json() {}

  /** One whole document; empty for anything else. */
  static Optional<JsonNode> parse(byte[] body) {
    try {
      JsonNode document = MAPPER.readTree(body);
      return document.isMissingNode() ? Optional.empty() : Optional.of(document);
    } catch (JacksonException broken) {
      return Optional.empty();
    } catch (IOException impossible) {
      throw new IllegalStateException("reading an array in memory", impossible);
    }
  }

  static byte[] write(JsonNode document) {
    try {
      return MAPPER.writeValueAsBytes(document);
    } catch (JacksonException impossible) {
      throw new IllegalStateException("writing a JSON tree in memory", impossible);
    }
  }

  /** A boolean: {@code true} or {@code "true"}. */
  static boolean flag(JsonNode object, String field) {
    return object.path(field).asText().equals("true");
  }

  /** A text that may be absent. */
  static String text(JsonNode object, String field) {
    return object.path(field).asText();
  }

  /** A text that an answer always has. */
  static String required(JsonNode object, String field) {
    JsonNode value = object.path(field);
    if (!value.isValueNode()) {
      throw unreadable("has no field " + field);
    }
    return value.asText();
  }

  /** A time that an answer always has. */
  static Instant time(JsonNode object, String field) {
    String text = required(object, field);
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw unreadable("has the time '" + text + "' in field " + field);
    }
  }

  /** An array that an answer always has. */
  static JsonNode array(JsonNode object, String field) {
    JsonNode value = object.path(field);
    if (!value.isArray()) {
      throw unreadable("has no list " + field);
    }
    return value;
  }

  static GatewayException unreadable(String what) {
    return new GatewayException(
        FailureClass.CORRUPT, "an answer of the gateway cannot be read: it " + what, null);
  }
}
