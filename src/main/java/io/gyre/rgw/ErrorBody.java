package io.gyre.rgw;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.xml.XmlMapper;
import java.io.IOException;

/**
 * The code of a gateway's own error answer. The admin API and JSON listings answer {@code
 * {"Code":…,"RequestId":…}}, S3 calls {@code <Error><Code>…}. What lacks either is somebody else's
 * page and has no code: it proves nothing.
 */
final class ErrorBody {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper XML = new XmlMapper();

  private ErrorBody() {}

  /** The error code; empty when the body is not the gateway's. */
  static String code(byte[] body) {
    JsonNode error = read(body);
    return error.path("RequestId").asText().isEmpty() ? "" : error.path("Code").asText();
  }

  private static JsonNode read(byte[] body) {
    ObjectMapper mapper = body.length > 0 && body[0] == '<' ? XML : JSON;
    try {
      return mapper.readTree(body);
    } catch (JacksonException notOurs) {
      return JSON.missingNode();
    } catch (IOException impossible) {
      throw new IllegalStateException("reading an array in memory", impossible);
    }
  }
}
