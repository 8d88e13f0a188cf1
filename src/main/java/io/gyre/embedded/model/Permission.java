package io.gyre.embedded.model;

/** What a grant allows; the bits are those of Ceph's encoded ACLs. */
public enum Permission {
  /** Read the object, or list the bucket. */
  READ(1),
  /** Write objects into the bucket. */
  WRITE(2),
  /** Read the ACL. */
  READ_ACP(4),
  /** Write the ACL. */
  WRITE_ACP(8),
  /** All of them. */
  FULL_CONTROL(15);

  private final int bits;

  Permission(int bits) {
    this.bits = bits;
  }

  /** The bits of Ceph's encoding. */
  public int bits() {
    return bits;
  }

  /** True if this grant is enough for the wanted one. */
  public boolean covers(Permission wanted) {
    return (bits & wanted.bits) == wanted.bits;
  }

  /** The permission of these bits; unknown combinations are READ. */
  public static Permission ofBits(int bits) {
    for (Permission permission : values()) {
      if (permission.bits == bits) {
        return permission;
      }
    }
    return READ;
  }
}
