package io.gyre.embedded.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One removal from a bucket: which of its kinds it is depends on the bucket's versioning state. */
final class RemovalStep {
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

  /** A delete marker, unless the key already shows one: 16.2 then makes nothing. */
  private @Nullable KeyStep mark(KeyState before) {
    ObjectVersion present = before.current();
    precondition.check(present);
    if (present != null && present.deleteMarker() && before.isLatest(present)) {
      result = new Removal.Result(removal.markerId(), false);
      return null;
    }
    ObjectVersion marker = marker(instance());
    result = new Removal.Result(marker.versionId(), true);
    return before.link(marker, removal.epoch());
  }

  private @Nullable KeyStep unlink(KeyState before) {
    ObjectVersion present = before.find(removal.instance());
    precondition.check(present);
    if (present == null) {
      String named = removal.instance().isEmpty() ? removal.versionId() : "";
      result = new Removal.Result(named, false);
      return null;
    }
    result = new Removal.Result(removal.versionId(), present.deleteMarker());
    return before.unlink(present, removal.epoch());
  }

  private @Nullable KeyStep removePlain(KeyState before) {
    boolean named = removal.instance().isEmpty();
    ObjectVersion present = named ? before.current() : before.find(removal.instance());
    precondition.check(present);
    if (present == null || before.hasOlh()) {
      return null;
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
