package io.gyre.log;

import java.time.Instant;

/**
 * One entry of a bucket shard's change log (bilog).
 *
 * @param position its {@code op_id} without the {@code N#} prefix
 * @param version the bucket shard's {@code index_ver}: 1 for the first entry that it ever had, and
 *     one more with each that is logged [live, 16.2.15]
 * @param op what was done
 * @param complete false for a prepared change that never ended; those are skipped
 * @param object the raw name in the index: a leading {@code _} means a namespace unless doubled
 * @param instance the version id; empty for a plain object and for a null version
 * @param timestamp the object's mtime, by the source's clock
 * @param pool −1 marks an OLH operation, whose {@link #epoch} then is an OLH epoch
 * @param versioned the gateway's flag; see the rules on versions before reading it
 */
public record BucketIndexEntry(
    LogPosition.Marker position,
    long version,
    Op op,
    boolean complete,
    String object,
    String instance,
    Instant timestamp,
    long pool,
    long epoch,
    boolean versioned,
    String owner) {

  /** The operations of the bilog, by the gateway's names. */
  public enum Op {
    WRITE,
    DEL,
    CANCEL,
    LINK_OLH,
    LINK_OLH_DEL,
    UNLINK_INSTANCE,
    SYNCSTOP,
    RESYNC,
    UNKNOWN;

    /** Reads the gateway's lower-case name; a name that no release we know writes is UNKNOWN. */
    public static Op parse(String name) {
      for (Op op : values()) {
        if (op.name().equalsIgnoreCase(name)) {
          return op;
        }
      }
      return UNKNOWN;
    }
  }

  /** Whether none was logged before it. */
  public boolean canBeFirst() {
    return version <= 1;
  }

  /** Whether {@link #epoch} orders versions; else it is a RADOS epoch of no use elsewhere. */
  public boolean hasOlhEpoch() {
    return pool == -1;
  }

  /** Whether the entry belongs to a namespace (parts and such), not to an object of a user. */
  public boolean inNamespace() {
    return object.startsWith("_") && !object.startsWith("__");
  }

  /** The object's key as users know it: the index doubles a leading underscore. */
  public String key() {
    return object.startsWith("__") ? object.substring(1) : object;
  }
}
