package io.gyre.embedded.auth;

import io.gyre.embedded.http.ErrorCode;

/** What the signature says about the body. */
public sealed interface Payload {
  /**
   * Refuses a whole body that is not the signed one. Bodies in chunks are checked while they come.
   */
  default void check(byte[] body) {}

  /** Nothing: the body is not signed. */
  enum Unsigned implements Payload {
    /** The only one. */
    INSTANCE
  }

  /** The SHA-256 that the whole body must have, in hexadecimal. */
  record Hashed(String sha256) implements Payload {
    @Override
    public void check(byte[] body) {
      if (!Hashes.hex(Hashes.digest("SHA-256").digest(body)).equals(sha256)) {
        throw ErrorCode.SHA256_MISMATCH.refusal();
      }
    }
  }

  /** aws-chunked without signatures, with trailers. */
  enum UnsignedChunks implements Payload {
    /** The only one. */
    INSTANCE
  }

  /** aws-chunked, every chunk signed, each over the signature before it. */
  record SignedChunks(ChunkSigner signer) implements Payload {}
}
