package io.gyre.s3;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.http.SdkHttpHeaders;

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

  /** All headers. */
  public Headers headers() {
    return headers;
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

  /** How long the body is, or would be after HEAD; −1 when that was not said. */
  public long contentLength() {
    return headers.number("Content-Length");
  }

  /** The headers of an answer: names in any case, values with their bytes as ISO-8859-1. */
  public static final class Headers {
    private final SdkHttpHeaders values;

    Headers(SdkHttpHeaders values) {
      this.values = values;
    }

    /** The first value of a header, empty when it was not sent. */
    public String first(String name) {
      return values.firstMatchingHeader(name).orElse("");
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

    /** Headers whose names begin so, in small letters, each with its first value. */
    public Map<String, String> beginningWith(String prefix) {
      Map<String, String> found = new TreeMap<>();
      values.forEachHeader(
          (name, all) -> {
            String small = name.toLowerCase(Locale.ROOT);
            if (small.startsWith(prefix) && !all.isEmpty()) {
              found.put(small, all.get(0));
            }
          });
      return found;
    }

    /** The ETag without its quotes. */
    public String etag() {
      return first("ETag").replace("\"", "");
    }
  }
}
