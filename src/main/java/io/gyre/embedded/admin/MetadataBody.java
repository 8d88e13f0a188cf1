package io.gyre.embedded.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.model.MetaObject;
import io.gyre.embedded.model.MetaVersion;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** The body of a metadata PUT, and whether it is to be applied. */
final class MetadataBody {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long NANOS = 1_000_000_000L;

  private MetadataBody() {}

  static MetaObject parse(byte[] body) {
    try {
      JsonNode json = MAPPER.readTree(body);
      if (json.path("data") instanceof ObjectNode data) {
        JsonNode version = json.path("ver");
        return new MetaObject(
            data,
            new MetaVersion(version.path("tag").asText(), version.path("ver").asLong()),
            time(json.path("mtime").asText()));
      }
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    } catch (IOException e) {
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
  }

  static boolean applies(String type, Optional<MetaObject> present, MetaObject wanted) {
    return switch (type) {
      case "", "always" -> true;
      case "update-by-version" ->
          present.isEmpty()
              || (present.get().version().tag().equals(wanted.version().tag())
                  && present.get().version().number() < wanted.version().number());
      case "update-by-timestamp" -> present.isEmpty() || present.get().mtime() < wanted.mtime();
      default -> throw ErrorCode.INVALID_ARGUMENT.refusal();
    };
  }

  private static long time(String text) {
    try {
      Instant instant = Instant.parse(text);
      return instant.getEpochSecond() * NANOS + instant.getNano();
    } catch (DateTimeParseException e) {
      return 0;
    }
  }
}
