package io.gyre.embedded.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads Ceph's encoding; fields that newer versions append are skipped. */
final class CephReader {
  private final ByteBuffer in;

  CephReader(byte[] encoded) {
    in = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
  }

  int octet() {
    return in.get() & 0xFF;
  }

  /** 32 bits, unsigned. */
  long number() {
    return in.getInt() & 0xFFFFFFFFL;
  }

  String text() {
    byte[] bytes = new byte[(int) number()];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  <T> T struct(Function<CephReader, T> fields) {
    octet();
    octet();
    int end = (int) number() + in.position();
    T value = fields.apply(this);
    in.position(end);
    return value;
  }

  <T> List<T> list(Function<CephReader, T> element) {
    long count = number();
    List<T> elements = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      elements.add(element.apply(this));
    }
    return elements;
  }
}
