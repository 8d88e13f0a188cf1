package io.gyre.s3;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.w3c.dom.Element;

/**
 * What an error answer's body says: S3 calls answer {@code <Error><Code>…}, the admin API and JSON
 * listings {@code {"Code":…,"RequestId":…}}. All parts are empty when the body is neither (a
 * proxy's page, half a document, nothing).
 *
 * @param code such as {@code NoSuchKey}
 * @param message for people
 * @param requestId the gateway's own id of the request
 */
public record ErrorBody(String code, String message, String requestId) {
  static final ErrorBody NONE = new ErrorBody("", "", "");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Whether an S3 service wrote this, and not something on the way to it. */
  public boolean proper() {
    return !code.isEmpty() && !requestId.isEmpty();
  }

  /** The code of a proper error; empty for what somebody else wrote, which proves nothing. */
  public String properCode() {
    return proper() ? code : "";
  }

  /** Reads XML as S3 writes it, or JSON as the gateway's admin API writes it. */
  public static ErrorBody parse(byte[] body) {
    String start = new String(body, 0, Math.min(body.length, 64), StandardCharsets.UTF_8).strip();
    if (start.startsWith("<")) {
      return xml(body);
    }
    return start.startsWith("{") ? json(body) : NONE;
  }

  private static ErrorBody xml(byte[] body) {
    try {
      Element root = Xml.parse(body);
      return root.getTagName().equals("Error")
          ? new ErrorBody(
              Xml.text(root, "Code"), Xml.text(root, "Message"), Xml.text(root, "RequestId"))
          : NONE;
    } catch (IOException e) {
      return NONE;
    }
  }

  private static ErrorBody json(byte[] body) {
    try {
      JsonNode root = JSON.readTree(body);
      return new ErrorBody(
          root.path("Code").asText(),
          root.path("Message").asText(),
          root.path("RequestId").asText());
    } catch (JacksonException e) {
      return NONE;
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory", e);
    }
  }
}
