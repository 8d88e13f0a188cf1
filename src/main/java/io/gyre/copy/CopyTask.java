package io.gyre.copy;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * "Bring this version of this key to what the source has now." What the log or listing said decides
 * only whether a removal is called for, and the version's epoch.
 *
 * @param key the object's key
 * @param instance the version id as the log or listing gave it; empty for a plain object or a null
 *     version
 * @param intent what the entry was about
 * @param olhEpoch from an OLH entry or a listing; else empty
 * @param owner of a delete marker, as the log gave it; empty otherwise
 * @param mtime the source's mtime as the entry gave it; {@link #UNKNOWN_MTIME} for one that was
 *     parked
 * @param size bytes as the listing gave them; {@link #UNKNOWN_SIZE} for an entry of a log
 * @param listed whether a listing of the source showed it, and not a log
 * @param recheck whether the destination may have it already and is asked first
 */
public record CopyTask(
    String key,
    String instance,
    Intent intent,
    OptionalLong olhEpoch,
    String owner,
    Instant mtime,
    long size,
    boolean listed,
    boolean recheck) {

  /** The size of what only a log entry told us of. */
  public static final long UNKNOWN_SIZE = -1;

  /** The mtime of what is tried again: the source is asked for the present one. */
  public static final Instant UNKNOWN_MTIME = Instant.EPOCH;

  /** What the entry was about. */
  public enum Intent {
    /** Something was written: copy what the source has now. */
    WRITE,
    /** A delete marker was made. */
    MARK,
    /** Something was removed: remove it, once the source confirms that it is gone. */
    REMOVE
  }

  /** The version id by which both zones list it: {@code null} for a plain object. */
  public String versionId() {
    return instance.isEmpty() ? ObjectVersion.NULL : instance;
  }

  /** Whether only a bucket that is or was versioned can have it. */
  public boolean versioned() {
    return !instance.isEmpty() || olhEpoch.isPresent();
  }

  /** Whether one of these can only be of a bucket that is or was versioned. */
  public static boolean anyVersioned(List<CopyTask> tasks) {
    for (CopyTask task : tasks) {
      if (task.versioned()) {
        return true;
      }
    }
    return false;
  }

  /**
   * One task in place of this one and a later one of the same version: the later intent, since both
   * would read the source anew, and an epoch if either has one.
   */
  public CopyTask then(CopyTask later) {
    return new CopyTask(
        key,
        instance,
        later.intent,
        later.olhEpoch.isPresent() ? later.olhEpoch : olhEpoch,
        later.owner.isEmpty() ? owner : later.owner,
        later.mtime,
        later.size == UNKNOWN_SIZE ? size : later.size,
        later.listed && listed,
        later.recheck && recheck);
  }
}
