package io.gyre.embedded.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.DateTime;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.Date;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** An answer in the making. */
public final class Reply {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final ContentType XML =
      MediaTypes.APPLICATION_XML.toContentTypeWithMissingCharset();
  private static final ContentType JSON = ContentTypes.APPLICATION_JSON;

  private final int status;
  private final List<HttpHeader> headers = new ArrayList<>();
  private ResponseEntity entity = HttpEntities.EMPTY;

  private Reply(int status) {
    this.status = status;
  }

  /** An answer with this status and no body. */
  public static Reply status(int status) {
    return new Reply(status);
  }

  /** 200 without a body. */
  public static Reply ok() {
    return new Reply(200);
  }

  /** 204. */
  public static Reply noContent() {
    return new Reply(204);
  }

  /** 200 with a document. */
  public static Reply xml(XmlWriter document) {
    return ok().body(document.bytes(), XML);
  }

  /** 200 with JSON. */
  public static Reply json(JsonNode value) {
    return ok().body(bytes(value), JSON);
  }

  /** Bytes of XML that were sent to us earlier, or written elsewhere. */
  public Reply xmlBody(byte[] document) {
    return body(document, XML);
  }

  /** Bytes of JSON. */
  public Reply jsonBody(byte[] document) {
    return body(document, JSON);
  }

  /** Adds a header. Its value is sent as UTF-8. */
  public Reply header(String name, String value) {
    headers.add(RawHeader.create(name, wireForm(value)));
    return this;
  }

  /** A body that is at hand. */
  public Reply body(byte[] bytes, ContentType type) {
    entity = HttpEntities.create(type, ByteString.fromArrayUnsafe(bytes));
    return this;
  }

  /** A body of known length that is produced while it is sent. */
  public Reply body(Source<ByteString, NotUsed> bytes, long length, ContentType type) {
    entity =
        length == 0
            ? HttpEntities.create(type, ByteString.emptyByteString())
            : HttpEntities.create(type, length, bytes);
    return this;
  }

  /** A body that is at hand, without another copy. */
  public Reply body(ByteString bytes, ContentType type) {
    entity = HttpEntities.create(type, bytes);
    return this;
  }

  /** The status. */
  public int status() {
    return status;
  }

  /**
   * The whole answer.
   *
   * @param now by the zone's clock, which may be wrong
   */
  public HttpResponse toResponse(String requestId, Instant now) {
    headers.add(RawHeader.create("x-amz-request-id", requestId));
    headers.add(Date.create(DateTime.create(now.toEpochMilli())));
    return HttpResponse.create()
        .withStatus(StatusCodes.get(status))
        .withHeaders(headers)
        .withEntity(entity);
  }

  /** The content type as the text says; what cannot be parsed becomes its own media type. */
  public static ContentType contentType(String text) {
    int slash = text.indexOf('/');
    if (slash < 1) {
      return ContentTypes.APPLICATION_OCTET_STREAM;
    }
    return MediaTypes.customBinary(text.substring(0, slash), text.substring(slash + 1), true)
        .toContentType();
  }

  /** JSON as bytes. */
  public static byte[] bytes(JsonNode value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Pekko writes the low byte of each char, so a char has to be one byte of the UTF-8 form. */
  private static String wireForm(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) > 0x7e) {
        return new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
      }
    }
    return value;
  }
}
