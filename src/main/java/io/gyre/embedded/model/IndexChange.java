package io.gyre.embedded.model;

/**
 * What an operation adds to the bucket index log. {@code epoch} is the OLH epoch when {@code olh},
 * the head object's version otherwise. The owner is only named for delete markers.
 */
public record IndexChange(
    IndexOp op,
    String instance,
    long mtime,
    long tag,
    long epoch,
    boolean olh,
    boolean versioned,
    Owner owner) {

  /** A write of an object or of its attributes. */
  public static IndexChange write(ObjectVersion version, boolean versioned) {
    return new IndexChange(
        IndexOp.WRITE,
        version.instance(),
        version.mtime(),
        version.tag(),
        version.radosEpoch(),
        false,
        versioned,
        Owner.NOBODY);
  }

  /** The removal of an object's data. */
  public static IndexChange del(ObjectVersion version, boolean versioned) {
    return new IndexChange(
        IndexOp.DEL,
        version.instance(),
        version.mtime(),
        version.tag(),
        versioned ? version.radosEpoch() + 1 : 0,
        false,
        versioned,
        Owner.NOBODY);
  }

  static IndexChange link(ObjectVersion version, long olhEpoch) {
    boolean marker = version.deleteMarker();
    IndexOp op = marker ? IndexOp.LINK_OLH_DEL : IndexOp.LINK_OLH;
    Owner owner = marker ? version.owner() : Owner.NOBODY;
    return new IndexChange(
        op, version.instance(), version.mtime(), version.tag(), olhEpoch, true, true, owner);
  }

  static IndexChange unlink(ObjectVersion version, long olhEpoch) {
    return new IndexChange(
        IndexOp.UNLINK_INSTANCE,
        version.instance(),
        version.mtime(),
        version.tag(),
        olhEpoch,
        true,
        true,
        Owner.NOBODY);
  }
}
