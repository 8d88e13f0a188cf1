package io.gyre.embedded.s3;

import io.gyre.embedded.auth.ChunkSigner;
import io.gyre.embedded.auth.Hashes;
import io.gyre.embedded.http.ErrorCode;
import java.security.MessageDigest;
import java.util.Locale;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Decodes an aws-chunked body: {@code hex-length[;chunk-signature=…]\r\n data \r\n}, a chunk of
 * length 0, trailers. Bytes come in any pieces. With a signer every chunk's signature is checked.
 */
final class ChunkDecoder {
  private static final int MAX_LINE = 16 * 1024;
  private static final String SIGNATURE = ";chunk-signature=";
  private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature:";

  private enum State {
    HEADER,
    DATA,
    DATA_END,
    TRAILERS
  }

  private final @Nullable ChunkSigner signer;
  private final StringBuilder line = new StringBuilder();
  private final StringBuilder trailers = new StringBuilder();
  private final MessageDigest chunkHash = Hashes.digest("SHA-256");
  private State state = State.HEADER;
  private long left;
  private String signature = "";
  private boolean ended;

  ChunkDecoder(@Nullable ChunkSigner signer) {
    this.signer = signer;
  }

  /** The data among the next bytes. */
  ByteString decode(ByteString bytes) {
    ByteString data = ByteString.emptyByteString();
    ByteString rest = bytes;
    while (!rest.isEmpty()) {
      if (state == State.DATA) {
        int taken = (int) Math.min(left, rest.size());
        ByteString part = rest.take(taken);
        data = data.concat(hashed(part));
        rest = rest.drop(taken);
        left -= taken;
        state = left == 0 ? State.DATA_END : State.DATA;
      } else {
        int end = rest.indexOf((byte) '\n');
        int taken = end < 0 ? rest.size() : end + 1;
        append(rest.take(taken));
        rest = rest.drop(taken);
        if (end >= 0) {
          endOfLine();
        }
      }
    }
    return data;
  }

  /** Refuses a body that stopped before its last chunk. */
  void finish() {
    if (!ended) {
      throw ErrorCode.INCOMPLETE_BODY.refusal();
    }
  }

  private ByteString hashed(ByteString part) {
    if (signer != null) {
      chunkHash.update(part.toArrayUnsafe());
    }
    return part;
  }

  private void append(ByteString bytes) {
    line.append(bytes.utf8String());
    if (line.length() > MAX_LINE) {
      throw ErrorCode.INVALID_REQUEST.refusal();
    }
  }

  private void endOfLine() {
    String text = line.toString().strip();
    line.setLength(0);
    switch (state) {
      case HEADER -> header(text);
      case DATA_END -> {
        checkChunk();
        state = State.HEADER;
      }
      default -> trailer(text);
    }
  }

  private void header(String text) {
    int semicolon = text.indexOf(';');
    String length = semicolon < 0 ? text : text.substring(0, semicolon);
    int at = text.indexOf(SIGNATURE);
    signature = at < 0 ? "" : text.substring(at + SIGNATURE.length());
    try {
      left = Long.parseLong(length, 16);
    } catch (NumberFormatException e) {
      throw ErrorCode.INVALID_REQUEST.refusal();
    }
    if (left > 0) {
      state = State.DATA;
    } else {
      checkChunk();
      ended = true;
      state = State.TRAILERS;
    }
  }

  private void checkChunk() {
    if (signer != null && !signer.accepts(Hashes.hex(chunkHash.digest()), signature)) {
      throw ErrorCode.SIGNATURE_DOES_NOT_MATCH.refusal();
    }
  }

  private void trailer(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (!lower.startsWith(TRAILER_SIGNATURE)) {
      trailers.append(text.isEmpty() ? "" : text + "\n");
    } else if (signer != null) {
      String stated = text.substring(TRAILER_SIGNATURE.length()).strip();
      if (!signer.acceptsTrailer(trailers.toString(), stated)) {
        throw ErrorCode.SIGNATURE_DOES_NOT_MATCH.refusal();
      }
    }
  }
}
