package io.gyre.rgw;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads Ceph's binary encoding: little endian, strings with a 32-bit length, and structs that begin
 * with their version, the oldest version whose readers can read them, and their length.
 */
final class CephReader {
  private final ByteBuffer bytes;

  CephReader(byte[] encoded) {
    this.bytes = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Something that this release of ours cannot read; the same facts have to be asked for by S3. */
  static final class UnknownEncodingException extends Exception {
    private static final long serialVersionUID = 1;

    UnknownEncodingException(String message) {
      super(message);
    }
  }

  /** Reads the fields of a struct. */
  interface Fields<T> {
    T read(CephReader in, int version) throws UnknownEncodingException;
  }

  /**
   * Reads one struct and skips what a newer release has appended to it.
   *
   * @param oldest the oldest version with this layout
   * @param newest the newest version that {@code fields} knows
   */
  <T> T struct(String name, int oldest, int newest, Fields<T> fields)
      throws UnknownEncodingException {
    try {
      int version = bytes.get() & 0xff;
      int readableBy = bytes.get() & 0xff;
      if (version < oldest || readableBy > newest) {
        throw new UnknownEncodingException(name + " of version " + version + "/" + readableBy);
      }
      int length = bytes.getInt();
      int end = bytes.position() + length;
      if (length < 0 || end > bytes.limit()) {
        throw new UnknownEncodingException(name + " is longer than what holds it");
      }
      T value = fields.read(this, version);
      if (bytes.position() > end) {
        throw new UnknownEncodingException(name + " is shorter than its fields");
      }
      bytes.position(end);
      return value;
    } catch (BufferUnderflowException e) {
      throw new UnknownEncodingException(name + " is cut off");
    }
  }

  boolean bool() {
    return bytes.get() != 0;
  }

  int int32() {
    return bytes.getInt();
  }

  /** A 32-bit count of elements, each of which takes at least a byte. */
  int count() throws UnknownEncodingException {
    int count = bytes.getInt();
    if (count < 0 || count > bytes.remaining()) {
      throw new UnknownEncodingException("a count of " + Integer.toUnsignedString(count));
    }
    return count;
  }

  String string() throws UnknownEncodingException {
    byte[] text = new byte[count()];
    bytes.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
