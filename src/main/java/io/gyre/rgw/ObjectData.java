package io.gyre.rgw;

import io.gyre.s3.RequestBody;
import io.gyre.s3.SlicedBody;
import java.nio.ByteBuffer;

/** The bytes of an object on their way, taken from the front. */
interface ObjectData {
  /** The next bytes; what was taken before has to have been sent, or given up. */
  RequestBody take(long length);

  /** Nothing more will be taken. */
  default void giveUp() {}

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
    return new ObjectData() {
      @Override
      public RequestBody take(long length) {
        return new RequestBody.Stream(length, body.slice(length));
      }

      @Override
      public void giveUp() {
        body.cancel();
      }
    };
  }
}
