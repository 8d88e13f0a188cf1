package io.gyre.metadata;

import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.map.OwnerMap;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rewrites the users in a bucket's ACL, in the gateway's own encoding (RGWAccessControlPolicy):
 * little endian, strings with a 32-bit length, structs that begin with two versions and a length.
 * What is not about users, and what newer releases append, is carried over as it is.
 */
final class AclOwners {
  private final OwnerMap owners;
  private final ByteBuffer in;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private AclOwners(OwnerMap owners, byte[] encoded) {
    this.owners = owners;
    this.in = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The same ACL for the destination's users.
   *
   * @throws GatewayException {@code INVALID} for an encoding that is not known
   */
  static byte[] rewrite(byte[] encoded, OwnerMap owners) {
    AclOwners acl = new AclOwners(owners, encoded);
    try {
      acl.struct(
          2,
          () -> {
            acl.struct(3, acl::user);
            acl.struct(4, acl::grants);
          });
      return acl.out.toByteArray();
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new GatewayException(
          FailureClass.INVALID,
          "the bucket's ACL is in an encoding that is not known, so that map.owners cannot be"
              + " applied to it",
          e);
    }
  }

  /** Copies a struct; its fields are rewritten, and what follows them is kept. */
  private void struct(int newest, Runnable fields) {
    out.write(in.get());
    int readableBy = in.get();
    out.write(readableBy);
    int end = in.getInt() + in.position();
    if (readableBy > newest || end < in.position() || end > in.limit()) {
      throw new IllegalArgumentException("a struct readable by " + readableBy);
    }
    byte[] before = out.toByteArray();
    out.reset();
    fields.run();
    if (in.position() > end) {
      throw new IllegalArgumentException("a struct that is too short");
    }
    copy(end - in.position());
    byte[] body = out.toByteArray();
    out.reset();
    out.writeBytes(before);
    int32(body.length);
    out.writeBytes(body);
  }

  /** Permissions of one user are in one entry. */
  private void grants() {
    copy(1);
    Map<String, Integer> permissions = new TreeMap<>();
    for (int left = count(); left > 0; left--) {
      permissions.merge(owners.of(string()), in.getInt(), (one, other) -> one | other);
    }
    int32(permissions.size());
    permissions.forEach(
        (uid, permission) -> {
          string(uid);
          int32(permission);
        });
    int grants = count();
    int32(grants);
    for (int left = grants; left > 0; left--) {
      user();
      struct(5, this::grant);
    }
  }

  private void grant() {
    struct(2, () -> {});
    user();
  }

  private void user() {
    string(owners.of(string()));
  }

  private int count() {
    int count = in.getInt();
    if (count < 0 || count > in.remaining()) {
      throw new IllegalArgumentException("a count of " + count);
    }
    return count;
  }

  private String string() {
    byte[] text = new byte[count()];
    in.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private void string(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int32(bytes.length);
    out.writeBytes(bytes);
  }

  private void int32(int value) {
    out.writeBytes(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  private void copy(int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    out.writeBytes(bytes);
  }
}
