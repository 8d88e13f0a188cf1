package io.gyre.embedded.model;

import java.util.List;

/**
 * An object's bytes with their ETag (without quotes), the storage class that they are kept in and,
 * for multipart objects, the parts they came in.
 */
public record Content(Body body, String etag, List<PartSize> parts, String storageClass) {
  /** Of a delete marker. */
  public static final Content NONE = new Content(Body.EMPTY, "", List.of(), PlacementRule.STANDARD);

  /** Copies the list. */
  public Content {
    parts = List.copyOf(parts);
  }

  /** Bytes that came in one request. */
  public static Content whole(Body body, String etag, String storageClass) {
    return new Content(body, etag, List.of(), storageClass);
  }

  /** Number of bytes. */
  public long size() {
    return body.size();
  }
}
