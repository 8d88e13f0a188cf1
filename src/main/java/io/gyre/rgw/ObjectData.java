package io.gyre.rgw;

import io.gyre.s3.RequestBody;
import io.gyre.s3.SlicedBody;
import java.nio.ByteBuffer;

/** The bytes of an object on their way, taken from the front. */
interface ObjectData {
  /** The next bytes; what was taken before has to have been sent, or given up. */
  RequestBody take(long length);

  /** Bytes that are in memory. */
  static ObjectData of(ByteBuffer bytes) {
    return length -> {
      ByteBuffer part = bytes.slice(bytes.position(), (int) length);
      bytes.position(bytes.position() + (int) length);
      return new RequestBody.Bytes(part);
    };
  }

  /** Bytes that still have to come. */
  static ObjectData of(SlicedBody body) {
    return length -> new RequestBody.Stream(length, body.slice(length));
  }
}
