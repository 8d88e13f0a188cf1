package io.gyre.rgw;

import io.gyre.copy.ObjectVersion;
import io.gyre.rgw.ObjectLock.Retention;
import io.gyre.s3.S3Client;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Brings a version's ACL, tags and lock state to what the source has, without its bytes. */
final class StateRelay {
  private final OwnerWrites owners;
  private final StateReader source;
  private final StateReader destination;
  private final StateWriter writer;
  private final RetentionWriter retentions;
  private final Clock clock;

  StateRelay(
      S3Client source,
      S3Client destination,
      OwnerWrites owners,
      CopyObserver observer,
      Clock clock) {
    this.owners = owners;
    this.source = new StateReader(source, observer);
    this.destination = new StateReader(destination, observer);
    this.writer = new StateWriter(destination, observer);
    this.retentions = new RetentionWriter(destination, writer);
    this.clock = clock;
  }

  /** Whether both ends have the same, as far as a destination can be given it. */
  CompletionStage<Boolean> equal(ObjectVersion version, Stat there, Stat here) {
    return read(version, there, here).thenApply(Ends::equal);
  }

  /** Writes what differs, and nothing else; false where a change of owner keeps it from that. */
  CompletionStage<Boolean> run(ObjectVersion version, Stat there, Stat here) {
    return read(version, there, here)
        .thenCompose(
            ends ->
                ends.sameOwner()
                    ? write(version, ends).thenApply(done -> true)
                    : CompletableFuture.completedFuture(false));
  }

  private CompletionStage<Ends> read(ObjectVersion version, Stat there, Stat here) {
    return source
        .read(version, there.attributes())
        .thenCombine(
            destination.read(version, here.attributes()),
            (from, to) -> new Ends(owned(from, to.policy().owner()), to, wanted(from, to)));
  }

  /** One who stands in for the owner here has what the owner has there. */
  private ObjectState owned(ObjectState source, String ownerHere) {
    ObjectState from = source.withPolicy(owners.here(source.policy()));
    return owners.standsIn(ownerHere) ? from.withPolicy(from.policy().ownedBy(ownerHere)) : from;
  }

  /**
   * The retention to be given here, empty for none. Expired retention means no more than none, and
   * the gateway refuses to be given it; so one that was ended there before its time is let end here
   * as soon as it can be.
   */
  private Optional<Retention> wanted(ObjectState from, ObjectState to) {
    Instant now = clock.instant();
    return from.retention()
        .filter(retention -> !retention.expired(now))
        .or(
            () ->
                to.retention()
                    .filter(retention -> retention.worthEnding(now))
                    .map(ended -> ObjectLock.allButNone(now)));
  }

  /**
   * What both ends have.
   *
   * @param retention what this end is to have; empty for what it has
   */
  private record Ends(ObjectState from, ObjectState to, Optional<Retention> retention) {
    boolean equal() {
      return sameOwner() && sameGrants() && sameTags() && sameRetention() && sameHold();
    }

    /** One who is unknown there owns nothing here: the version keeps the owner it was given. */
    boolean sameOwner() {
      String owner = from.policy().owner();
      return owner.isEmpty() || owner.equals(to.policy().owner());
    }

    boolean sameGrants() {
      return AclText.sameGrants(from.policy(), to.policy());
    }

    boolean sameTags() {
      return from.tags().sameAs(to.tags());
    }

    boolean sameRetention() {
      return retention.isEmpty() || retention.equals(to.retention());
    }

    boolean sameHold() {
      return hold(from).equals(hold(to));
    }

    static String hold(ObjectState state) {
      return state.legalHold().orElse("OFF");
    }
  }

  private CompletionStage<Void> write(ObjectVersion version, Ends ends) {
    CompletionStage<Void> done = CompletableFuture.completedFuture(null);
    if (!ends.sameTags()) {
      done = done.thenCompose(before -> writer.tags(version, ends.from().tags()));
    }
    if (!ends.sameRetention()) {
      Retention retention = ends.retention().orElseThrow();
      done = done.thenCompose(before -> retentions.write(version, retention, ends.to().policy()));
    }
    if (!ends.sameGrants()) {
      // An object's owner cannot be changed, and the gateway insists on its present one.
      AccessPolicy policy =
          new AccessPolicy(ends.to().policy().owner(), ends.from().policy().grants());
      done = done.thenCompose(before -> writer.acl(version, policy));
    }
    if (!ends.sameHold()) {
      done = done.thenCompose(before -> writer.legalHold(version, Ends.hold(ends.from())));
    }
    return done;
  }
}
