package io.gyre.store;

import io.gyre.config.StoreQuirks;
import io.gyre.s3.S3Answer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The headers of objects as a store has them, and as it is to have them. Pure. */
final class StoredHeaders {
  private static final String TYPE = "Content-Type";
  private static final String METADATA = "x-amz-meta-";

  /** Stores do not agree on what an object is of which nobody has said. */
  private static final List<String> UNKNOWN_TYPES =
      List.of("binary/octet-stream", "application/octet-stream");

  private static final List<String> CONTENT =
      List.of(
          TYPE,
          "Cache-Control",
          "Content-Disposition",
          "Content-Encoding",
          "Content-Language",
          "Expires",
          "x-amz-website-redirect-location");

  private final StoreQuirks quirks;

  StoredHeaders(StoreQuirks quirks) {
    this.quirks = quirks;
  }

  /** What an answer says of an object, without what it says as a copy. */
  Map<String, String> of(S3Answer.Headers said) {
    Map<String, String> headers = new TreeMap<>();
    CONTENT.forEach(name -> headers.put(name, said.first(name)));
    said.beginningWith(METADATA).forEach(headers::put);
    headers.keySet().removeIf(CopyMetadata::isOwn);
    return comparable(headers);
  }

  /** What the source's are to be there. */
  Map<String, String> wanted(Map<String, String> source) {
    Map<String, String> headers = new TreeMap<>();
    source.forEach((name, value) -> headers.put(name, WriteHeaders.asTaken(name, value, quirks)));
    return comparable(headers);
  }

  private Map<String, String> comparable(Map<String, String> headers) {
    headers.values().removeIf(String::isEmpty);
    headers.computeIfPresent(
        TYPE, (name, type) -> UNKNOWN_TYPES.contains(type) ? UNKNOWN_TYPES.get(0) : type);
    if (quirks.asciiMetadata()) {
      headers.replaceAll(
          (name, value) -> name.startsWith(METADATA) ? Rfc2047.decoded(value) : value);
    }
    return headers;
  }
}
