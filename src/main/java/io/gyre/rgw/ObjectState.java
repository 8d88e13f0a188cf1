package io.gyre.rgw;

import io.gyre.rgw.ObjectLock.Retention;
import java.util.Optional;

/**
 * What belongs to a version beside its bytes and headers, and can be changed without them.
 *
 * @param legalHold {@code ON} or {@code OFF}, where it was ever set
 */
record ObjectState(
    AccessPolicy policy,
    ObjectTags tags,
    Optional<Retention> retention,
    Optional<String> legalHold) {

  ObjectState withPolicy(AccessPolicy other) {
    return new ObjectState(other, tags, retention, legalHold);
  }

  ObjectState withRetention(Optional<Retention> other) {
    return new ObjectState(policy, tags, other, legalHold);
  }

  ObjectState withLegalHold(Optional<String> other) {
    return new ObjectState(policy, tags, retention, other);
  }
}
