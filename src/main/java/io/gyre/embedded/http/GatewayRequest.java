package io.gyre.embedded.http;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.RequestEntity;

/**
 * A request as it came: the path and the query are taken from the raw request line, since Pekko's
 * {@code Uri} would resolve {@code ..} and collapse what keys may hold.
 */
public final class GatewayRequest {
  private static final String RAW_URI = "raw-request-uri";
  private static final String CONTENT_TYPE = "content-type";

  /** Where a request with a body names no type, Pekko puts this very object. */
  private static final ContentType UNSTATED =
      org.apache.pekko.http.scaladsl.model.ContentTypes.application$divoctet$minusstream();

  private static final String CONTENT_LENGTH = "content-length";

  private final HttpRequest http;
  private final String method;
  private final String path;
  private final Query query;
  private final String bucket;
  private final String key;
  private final Map<String, String> headers;

  /** Reads the request line and the headers. */
  public GatewayRequest(HttpRequest http) {
    this.http = http;
    this.method = http.method().value();
    this.headers = headers(http);
    String target = target(http);
    int question = target.indexOf('?');
    this.path = question < 0 ? target : target.substring(0, question);
    this.query = Query.parse(question < 0 ? "" : target.substring(question + 1));
    int slash = path.indexOf('/', 1);
    this.bucket = Percent.decode(path.substring(1, slash < 0 ? path.length() : slash), false);
    this.key = slash < 0 ? "" : Percent.decode(path.substring(slash + 1), false);
  }

  /** Path and query as they were sent. */
  public static String target(HttpRequest http) {
    return http.getHeader(RAW_URI).map(HttpHeader::value).orElseGet(() -> http.getUri().toString());
  }

  /** GET, PUT, …. */
  public String method() {
    return method;
  }

  /** The path as it was sent. */
  public String path() {
    return path;
  }

  /** The parameters. */
  public Query query() {
    return query;
  }

  /** The first segment of the path, decoded; empty for the service itself. */
  public String bucket() {
    return bucket;
  }

  /** What follows the bucket, decoded; empty for the bucket itself. */
  public String key() {
    return key;
  }

  /** The header's value, by its name in lower case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** All headers by their names in lower case. */
  public Map<String, String> headers() {
    return headers;
  }

  /** The body, not yet read. */
  public RequestEntity entity() {
    return http.entity();
  }

  /** The length of the body as announced; empty if it is chunked. */
  public Optional<Long> contentLength() {
    return header(CONTENT_LENGTH).map(Long::valueOf);
  }

  /**
   * The content type as the client may have written it: Pekko keeps the parsed form only, in which
   * the charset's case and the space before it are lost. The first is the parsed form.
   */
  public List<String> contentTypes() {
    String parsed = headers.get(CONTENT_TYPE);
    if (parsed == null) {
      return List.of();
    }
    int charset = parsed.indexOf("; charset=");
    if (charset < 0) {
      return List.of(parsed);
    }
    String type = parsed.substring(0, charset);
    String name = parsed.substring(charset + "; charset=".length());
    String lower = name.toLowerCase(Locale.ROOT);
    return List.of(
        parsed, type + "; charset=" + lower, type + ";charset=" + lower, type + ";charset=" + name);
  }

  /** Fixes the content type to the form that was signed. */
  public void contentTypeWas(String signed) {
    headers.put(CONTENT_TYPE, signed);
  }

  private static Map<String, String> headers(HttpRequest http) {
    Map<String, String> headers = new HashMap<>();
    for (HttpHeader header : http.getHeaders()) {
      headers.merge(header.lowercaseName(), header.value(), (a, b) -> a + "," + b);
    }
    RequestEntity entity = http.entity();
    ContentType type = entity.getContentType();
    if (isStated(type)) {
      headers.putIfAbsent(CONTENT_TYPE, type.toString());
    }
    entity
        .getContentLengthOption()
        .ifPresent(length -> headers.put(CONTENT_LENGTH, Long.toString(length)));
    return headers;
  }

  @SuppressWarnings("ReferenceEquality") // what was parsed is equal to the constant, not the same
  private static boolean isStated(ContentType type) {
    return type != UNSTATED && !type.equals(ContentTypes.NO_CONTENT_TYPE);
  }
}
