package io.gyre.s3;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.reactivestreams.Publisher;

/** What a request carries. Its length is always known: a body of unknown length is not sent. */
public sealed interface RequestBody {
  /** No body. */
  RequestBody EMPTY = new Bytes(ByteBuffer.allocate(0));

  /** How many bytes it has. */
  long length();

  /** What remains in a buffer, which must not change any more. */
  record Bytes(ByteBuffer content) implements RequestBody {
    @Override
    public long length() {
      return content.remaining();
    }
  }

  /**
   * Bytes that come as they are asked for, once. When the publisher fails, the request fails with
   * that failure.
   */
  record Stream(long length, Publisher<ByteBuffer> publisher) implements RequestBody {}

  /** A text, as UTF-8. */
  static RequestBody of(String text) {
    return new Bytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }
}
