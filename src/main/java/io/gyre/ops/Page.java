package io.gyre.ops;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** The page in the browser: files of the jar, which need nothing from elsewhere. */
final class Page {
  private static final ContentType STYLE = MediaTypes.TEXT_CSS.toContentType(HttpCharsets.UTF_8);
  private static final ContentType SCRIPT =
      MediaTypes.APPLICATION_JAVASCRIPT.toContentType(HttpCharsets.UTF_8);

  private record Part(String file, ContentType type) {}

  private static final Map<String, Part> PARTS =
      Map.ofEntries(
          Map.entry("/", new Part("index.html", ContentTypes.TEXT_HTML_UTF8)),
          Map.entry("/page.css", new Part("page.css", STYLE)),
          Map.entry("/icon.svg", new Part("icon.svg", MediaTypes.IMAGE_SVG_XML.toContentType())),
          script("page.js"),
          script("chart.js"),
          script("control.js"),
          script("doctor.js"),
          script("format.js"),
          script("stream.js"),
          script("tables.js"));

  private static Map.Entry<String, Part> script(String file) {
    return Map.entry("/" + file, new Part(file, SCRIPT));
  }

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Map<String, byte[]> read = new ConcurrentHashMap<>();

  /** Whether there is a file of the page at this path. */
  static boolean isPart(String path) {
    return PARTS.containsKey(path);
  }

  /** The file at this path, which has to be a {@link #isPart part}. */
  HttpResponse at(String path) {
    Part part = Objects.requireNonNull(PARTS.get(path), path);
    return HttpResponse.create()
        .addHeaders(Reply.HEADERS)
        .addHeader(RawHeader.create("Content-Security-Policy", POLICY))
        .withEntity(part.type(), read.computeIfAbsent(part.file(), Page::bytes));
  }

  private static byte[] bytes(String file) {
    try (InputStream in =
        Objects.requireNonNull(Page.class.getResourceAsStream("page/" + file), file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("a file of the jar cannot be read: " + file, e);
    }
  }
}
