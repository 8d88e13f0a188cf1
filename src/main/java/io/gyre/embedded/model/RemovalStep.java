package io.gyre.embedded.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One removal from a bucket: which of its kinds it is depends on the bucket's versioning state. */
final class RemovalStep {
  /** The instance of a version with this very id, whose bytes are where the null version's are. */
  private static final String NULL = "null";

  private final Bucket bucket;
  private final Zone zone;
  private final Removal removal;
  private final Owner owner;
  private final Precondition precondition;
  private Removal.Result result = Removal.Result.NOTHING;

  RemovalStep(Bucket bucket, Zone zone, Removal removal, Owner owner, Precondition precondition) {
    this.bucket = bucket;
    this.zone = zone;
    this.removal = removal;
    this.owner = owner;
    this.precondition = precondition;
  }

  Removal.Result run() {
    boolean versioned = bucket.latest().record().has(BucketRecord.VERSIONED);
    bucket.change(
        removal.key(),
        before -> {
          if (!removal.markerId().isEmpty() || (versioned && removal.versionId().isEmpty())) {
            return mark(before);
          }
          return versioned ? unlink(before) : removePlain(before);
        });
    return result;
  }

  /**
   * A delete marker, unless the key already shows one: 16.2 then makes nothing, except where the
   * new marker takes the place of a version that is there.
   */
  private @Nullable KeyStep mark(KeyState before) {
    ObjectVersion present = before.current();
    precondition.check(present);
    ObjectVersion marker = marker(instance());
    boolean marked = present != null && present.deleteMarker() && before.isLatest(present);
    KeyStep step =
        marked && before.find(marker.instance()) == null
            ? null
            : before.link(marker, removal.epoch());
    result =
        step == null
            ? new Removal.Result(removal.markerId(), false)
            : new Removal.Result(marker.versionId(), true);
    return step;
  }

  private @Nullable KeyStep unlink(KeyState before) {
    ObjectVersion present = before.find(removal.instance());
    precondition.check(present);
    if (present == null) {
      String named = removal.instance().isEmpty() ? removal.versionId() : "";
      result = new Removal.Result(named, false);
      return null;
    }
    boolean tellsMarker = present.deleteMarker() && !present.instance().isEmpty();
    result = new Removal.Result(removal.versionId(), tellsMarker);
    KeyStep step = before.unlink(present, removal.epoch());
    boolean sameHead = present.instance().isEmpty() && before.find(NULL) != null;
    return step == null || !sameHead
        ? step
        : new KeyStep(step.next().withoutHead(), step.changes());
  }

  private @Nullable KeyStep removePlain(KeyState before) {
    boolean named = removal.instance().isEmpty();
    ObjectVersion present = named ? before.current() : before.find(removal.instance());
    precondition.check(present);
    if (present == null) {
      return null;
    }
    if (before.hasOlh()) {
      return new KeyStep(before.withoutHead(), List.of(IndexChange.del(present, false)));
    }
    return new KeyStep(KeyState.ABSENT, List.of(IndexChange.del(present, false)));
  }

  private String instance() {
    if (!removal.markerId().isEmpty()) {
      return Removal.instance(removal.markerId());
    }
    return bucket.record().versioningEnabled() ? Ids.version() : "";
  }

  private ObjectVersion marker(String instance) {
    long now = zone.clock().next();
    return new ObjectVersion(
        instance,
        0,
        true,
        now,
        now,
        Ids.writeTag(),
        zone.nextEpoch(),
        owner,
        Content.NONE,
        Attributes.NONE);
  }
}
