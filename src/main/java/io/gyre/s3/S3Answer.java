package io.gyre.s3;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A good (2xx) answer with its whole body. */
public final class S3Answer {
  private final Headers headers;
  private final byte[] body;

  S3Answer(Headers headers, byte[] body) {
    this.headers = headers;
    this.body = body;
  }

  /** The body, not copied. */
  public byte[] body() {
    return body;
  }

  /** The value of a header, empty when it was not sent. */
  public String header(String name) {
    return headers.first(name);
  }

  /** The body as UTF-8 text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The ETag without its quotes. */
  public String etag() {
    return headers.etag();
  }

  /** The headers of an answer: names in any case, values with their bytes as ISO-8859-1. */
  public static final class Headers {
    private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    Headers(Map<String, List<String>> values) {
      this.values.putAll(values);
    }

    /** The first value of a header, empty when it was not sent. */
    public String first(String name) {
      List<String> all = values.get(name);
      return all == null || all.isEmpty() ? "" : all.get(0);
    }

    /** A header that is a number; −1 when it was not sent or is none. */
    public long number(String name) {
      String text = first(name);
      boolean digits = !text.isEmpty() && text.length() < 19;
      for (int i = 0; digits && i < text.length(); i++) {
        digits = Character.isDigit(text.charAt(i));
      }
      return digits ? Long.parseLong(text) : -1;
    }

    /** The ETag without its quotes. */
    public String etag() {
      return first("ETag").replace("\"", "");
    }
  }
}
