package io.gyre.embedded.model;

/**
 * One version of a key, or its only object. The empty instance is the null version. {@code epoch}
 * is the OLH epoch it is listed with, 0 for an object that never was versioned. {@code mtime} in
 * nanoseconds since the epoch; {@code listedMtime} is what listings show instead, which a change of
 * attributes leaves as it is unless this is the null version; {@code tag} identifies the write;
 * {@code radosEpoch} is the version of the head object that its log entry shows.
 */
public record ObjectVersion(
    String instance,
    long epoch,
    boolean deleteMarker,
    long mtime,
    long listedMtime,
    long tag,
    long radosEpoch,
    Owner owner,
    Content content,
    Attributes attributes) {

  /** Number of bytes. */
  public long size() {
    return content.size();
  }

  /** The version id that clients see. */
  public String versionId() {
    return instance.isEmpty() ? "null" : instance;
  }

  /** The same, listed with another epoch. */
  public ObjectVersion withEpoch(long changed) {
    return new ObjectVersion(
        instance,
        changed,
        deleteMarker,
        mtime,
        listedMtime,
        tag,
        radosEpoch,
        owner,
        content,
        attributes);
  }

  /**
   * The same with other attributes; that counts as a change of the object, so it has a new mtime.
   */
  public ObjectVersion withAttributes(Attributes changed, long at, long newTag, long newEpoch) {
    Owner listed = changed.acl().owner();
    long listedAt = instance.isEmpty() ? at : listedMtime;
    return new ObjectVersion(
        instance, epoch, deleteMarker, at, listedAt, newTag, newEpoch, listed, content, changed);
  }
}
