package io.gyre.embedded.auth;

/** Signs the chunks of one body in their order. Not thread-safe. */
public final class ChunkSigner {
  private static final String EMPTY_HASH = Hashes.sha256("");

  private final SigningKey key;
  private final String date;
  private String previous;

  ChunkSigner(SigningKey key, String date, String seed) {
    this.key = key;
    this.date = date;
    this.previous = seed;
  }

  /** True if the next chunk, whose SHA-256 this is, has this signature. */
  public boolean accepts(String sha256, String signature) {
    return accepts("AWS4-HMAC-SHA256-PAYLOAD", EMPTY_HASH + "\n" + sha256, signature);
  }

  /** True if the trailers, in canonical form, have this signature. */
  public boolean acceptsTrailer(String trailers, String signature) {
    return accepts("AWS4-HMAC-SHA256-TRAILER", Hashes.sha256(trailers), signature);
  }

  private boolean accepts(String kind, String hashes, String signature) {
    String text = String.join("\n", kind, date, key.scope(), previous, hashes);
    String expected = key.sign(text);
    previous = expected;
    return Hashes.same(expected, signature);
  }
}
