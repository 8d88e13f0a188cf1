package io.gyre.embedded.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key of a bucket index: a plain object, or versions under an OLH ("object logical head", which
 * says what the key shows). Immutable; operations give the next state and the log entries, as
 * Ceph's {@code cls_rgw} does, including what is odd: a removal with an old epoch leaves a key
 * without a latest version.
 *
 * <p>Versions are in listing order: highest epoch first, equal epochs by instance. {@code target}
 * is what reads without a version id find, {@code latest} the row that listings flag; they are
 * indices, {@link #NOTHING} for none. The epoch is 0 while the key has no OLH; the first link gets
 * 2, since 1 is for the plain object that it converts.
 */
public final class KeyState {
  /** A key that is not there. */
  static final KeyState ABSENT = new KeyState(0, List.of(), KeyState.NOTHING, KeyState.NOTHING);

  private static final int NOTHING = -1;
  private static final long FIRST_EPOCH = 2;

  private final long olhEpoch;
  private final ObjectVersion[] versions;
  private final int target;
  private final int latest;

  private KeyState(long olhEpoch, List<ObjectVersion> versions, int target, int latest) {
    this.olhEpoch = olhEpoch;
    this.versions = versions.toArray(ObjectVersion[]::new);
    this.target = target;
    this.latest = latest;
  }

  /** A key with one object that was never versioned. */
  static KeyState plain(ObjectVersion object) {
    return new KeyState(0, List.of(object), 0, 0);
  }

  /** True if the key has an OLH: its operations are versioned ones whatever the bucket's state. */
  public boolean hasOlh() {
    return olhEpoch > 0;
  }

  /** True if nothing is left of the key. */
  boolean isEmpty() {
    return versions.length == 0;
  }

  /** All versions in listing order. */
  public List<ObjectVersion> versions() {
    return Collections.unmodifiableList(Arrays.asList(versions));
  }

  /** What a read without a version id finds; may be a delete marker. */
  public @Nullable ObjectVersion current() {
    return target == NOTHING ? null : versions[target];
  }

  /** What a listing shows as the latest of the key; may be a delete marker. */
  public @Nullable ObjectVersion latest() {
    return latest == NOTHING ? null : versions[latest];
  }

  /** The version with this instance; empty for the null version. */
  public @Nullable ObjectVersion find(String instance) {
    int index = indexOf(instance);
    return index == NOTHING ? null : versions[index];
  }

  /** True if a listing shows this row as the latest of its key. */
  @SuppressWarnings("ReferenceEquality") // a row of this very state
  public boolean isLatest(ObjectVersion version) {
    return latest != NOTHING && versions[latest] == version;
  }

  /**
   * Links a version or a delete marker.
   *
   * @param epoch the wanted OLH epoch, 0 for the next; lower than the present one, the version is
   *     stored and not promoted, and no link is logged
   * @return null if nothing can be linked above what the head names, which is not there any more
   */
  @Nullable KeyStep link(ObjectVersion version, long epoch) {
    ObjectVersion replaced = find(version.instance());
    List<IndexChange> changes = new ArrayList<>();
    boolean outdated = epoch > 0 && epoch < olhEpoch;
    if (!outdated && hasOlh() && target == NOTHING && latest == NOTHING) {
      return null;
    }
    long linkedWith = epoch > 0 ? epoch : nextEpoch();
    if (!outdated) {
      changes.add(IndexChange.link(version, linkedWith));
    }
    if (version.deleteMarker() && replaced != null && !replaced.deleteMarker()) {
      changes.add(IndexChange.del(replaced, true));
    }
    boolean promote = !outdated && (linkedWith > olhEpoch || precedesTarget(version));
    Rows rows = new Rows(this);
    rows.put(version.withEpoch(linkedWith), promote, replaced != null && isTarget(replaced));
    return new KeyStep(rows.state(Math.max(olhEpoch, linkedWith)), changes);
  }

  /**
   * Unlinks a version that is there; with an epoch below the present one, only the row goes.
   *
   * @return null if the head is lost whose version this was: the row stays for ever
   */
  @Nullable KeyStep unlink(ObjectVersion version, long epoch) {
    if (target == NOTHING && isLatest(version)) {
      return null;
    }
    List<IndexChange> changes = new ArrayList<>();
    boolean outdated = epoch > 0 && epoch < olhEpoch;
    long unlinkedWith = epoch > 0 ? epoch : nextEpoch();
    if (!outdated) {
      changes.add(IndexChange.unlink(version, unlinkedWith));
    }
    if (!version.deleteMarker()) {
      changes.add(IndexChange.del(version, true));
    }
    Rows rows = new Rows(this);
    rows.remove(version, !outdated && isTarget(version));
    return new KeyStep(rows.state(Math.max(olhEpoch, unlinkedWith)), changes);
  }

  /** The same rows, but reads find nothing: what the head was is lost. */
  KeyState withoutHead() {
    return new KeyState(olhEpoch, versions(), NOTHING, latest);
  }

  /** Replaces a version in its place, as a change of its attributes does. */
  KeyState with(ObjectVersion changed) {
    List<ObjectVersion> all = new ArrayList<>(versions());
    all.set(indexOf(changed.instance()), changed);
    return new KeyState(olhEpoch, all, target, latest);
  }

  @SuppressWarnings("ReferenceEquality") // a row of this very state
  private boolean isTarget(ObjectVersion version) {
    return target != NOTHING && versions[target] == version;
  }

  private boolean precedesTarget(ObjectVersion version) {
    ObjectVersion present = current();
    return present == null || present.instance().compareTo(version.instance()) >= 0;
  }

  private long nextEpoch() {
    return olhEpoch == 0 ? FIRST_EPOCH : olhEpoch + 1;
  }

  private int indexOf(String instance) {
    for (int i = 0; i < versions.length; i++) {
      if (versions[i].instance().equals(instance)) {
        return i;
      }
    }
    return NOTHING;
  }

  /** The rows while they are changed; target and latest follow the rows, not the positions. */
  private static final class Rows {
    private final List<ObjectVersion> rows;
    private @Nullable ObjectVersion target;
    private @Nullable ObjectVersion latest;

    Rows(KeyState from) {
      rows = new ArrayList<>(from.versions());
      target = from.target == NOTHING ? null : from.versions[from.target];
      latest = from.latest == NOTHING ? null : from.versions[from.latest];
      if (!from.hasOlh() && !rows.isEmpty()) {
        convertPlain();
      }
    }

    /** A plain object becomes the null version, with the epoch that is reserved for it. */
    private void convertPlain() {
      ObjectVersion converted = rows.get(0).withEpoch(FIRST_EPOCH - 1);
      rows.set(0, converted);
      target = converted;
      latest = converted;
    }

    void put(ObjectVersion version, boolean promote, boolean replacesTarget) {
      rows.removeIf(row -> row.instance().equals(version.instance()));
      latest = latest != null && latest.instance().equals(version.instance()) ? null : latest;
      int at = 0;
      while (at < rows.size() && listedBefore(rows.get(at), version)) {
        at++;
      }
      rows.add(at, version);
      latest = promote ? version : latest;
      target = promote || replacesTarget ? version : target;
    }

    void remove(ObjectVersion version, boolean promoteNext) {
      int at = 0;
      while (!rows.get(at).instance().equals(version.instance())) {
        at++;
      }
      rows.remove(at);
      boolean wasTarget = target != null && target.instance().equals(version.instance());
      boolean wasLatest = latest != null && latest.instance().equals(version.instance());
      ObjectVersion next = promoteNext && at < rows.size() ? rows.get(at) : null;
      target = wasTarget ? next : target;
      latest = wasLatest || next != null ? next : latest;
    }

    KeyState state(long olhEpoch) {
      if (rows.isEmpty()) {
        return ABSENT;
      }
      return new KeyState(olhEpoch, rows, rows.indexOf(target), rows.indexOf(latest));
    }

    private static boolean listedBefore(ObjectVersion row, ObjectVersion version) {
      return row.epoch() > version.epoch()
          || (row.epoch() == version.epoch() && row.instance().compareTo(version.instance()) < 0);
    }
  }
}
