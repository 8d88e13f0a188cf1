package io.gyre.rgw;

import io.gyre.copy.ObjectVersion;
import io.gyre.rgw.ObjectLock.Retention;
import io.gyre.s3.S3Client;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Brings a version's ACL, tags and lock state to what the source has, without its bytes. */
final class StateRelay {
  private final OwnerWrites owners;
  private final StateReader source;
  private final StateReader destination;
  private final StateWriter writer;
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
    this.clock = clock;
  }

  /** Whether both ends have the same, as far as a destination can be given it. */
  CompletionStage<Boolean> equal(ObjectVersion version, Stat there, Stat here) {
    return read(version, there, here).thenApply(Ends::equal);
  }

  /** Writes what differs, and nothing else. */
  CompletionStage<Void> run(ObjectVersion version, Stat there, Stat here) {
    return read(version, there, here).thenCompose(ends -> write(version, ends));
  }

  private CompletionStage<Ends> read(ObjectVersion version, Stat there, Stat here) {
    return source
        .read(version, there.attributes())
        .thenCombine(
            destination.read(version, here.attributes()),
            (from, to) -> new Ends(owned(from, to.policy().owner()), to, kept(from)));
  }

  /** One who stands in for the owner here has what the owner has there. */
  private ObjectState owned(ObjectState from, String ownerHere) {
    return owners.standsIn(ownerHere) ? from.withPolicy(from.policy().ownedBy(ownerHere)) : from;
  }

  /** Expired retention means no more than none, and the gateway refuses to be given it. */
  private Optional<Retention> kept(ObjectState state) {
    return state.retention().filter(retention -> !retention.expired(clock.instant()));
  }

  private record Ends(ObjectState from, ObjectState to, Optional<Retention> retention) {
    boolean equal() {
      return sameGrants() && sameTags() && sameRetention() && sameHold();
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
    if (!ends.sameGrants()) {
      // An object's owner cannot be changed, and the gateway insists on its present one.
      AccessPolicy policy =
          new AccessPolicy(ends.to().policy().owner(), ends.from().policy().grants());
      done = done.thenCompose(before -> writer.acl(version, policy));
    }
    if (!ends.sameHold()) {
      done = done.thenCompose(before -> writer.legalHold(version, Ends.hold(ends.from())));
    }
    if (!ends.sameRetention()) {
      Retention retention = ends.retention().orElseThrow();
      done = done.thenCompose(before -> writer.retention(version, retention));
    }
    return done;
  }
}
