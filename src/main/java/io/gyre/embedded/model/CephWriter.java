package io.gyre.embedded.model;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes Ceph's encoding. */
final class CephWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  byte[] bytes() {
    return out.toByteArray();
  }

  CephWriter octet(int value) {
    out.write(value);
    return this;
  }

  /** 32 bits. */
  CephWriter number(long value) {
    for (int shift = 0; shift < 32; shift += 8) {
      out.write((int) (value >>> shift));
    }
    return this;
  }

  CephWriter text(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    number(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  CephWriter struct(int version, int compatible, Consumer<CephWriter> fields) {
    CephWriter body = new CephWriter();
    fields.accept(body);
    octet(version).octet(compatible).number(body.out.size());
    out.writeBytes(body.bytes());
    return this;
  }
}
