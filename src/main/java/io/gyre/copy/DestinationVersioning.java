package io.gyre.copy;

import io.gyre.log.BucketName;
import io.gyre.log.Versioning;
import io.gyre.map.Places;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The versioning states of the destination's buckets, which decide what a write makes: a version
 * with the id that it names only in an enabled bucket, the null version only in one that is
 * suspended or was never enabled. So each write says what it needs, and a bucket is switched back
 * and forth, in batches, until all are done; in the end it has the source's state.
 */
public final class DestinationVersioning implements BucketVersioning {
  /** What a write needs of its bucket. */
  public interface Need {
    /** Settings of the bucket that hold its state: any, as long as it stays. */
    Need SETTINGS = AnyState.SETTINGS;

    /**
     * Listings of versions: any state, but not while null versions are written. A listing that
     * comes upon one under way that has an epoch (also a listing of another key with the same
     * beginning) has the gateway (16.2) correct its index in the middle of its own changes: the key
     * then lists several null versions, for ever.
     */
    Need LOOK = AnyState.LOOK;

    /**
     * The state in which the bucket has to be.
     *
     * @param now the one it is in, which may do
     */
    Versioning stateFor(Versioning now);

    /** Whether it is in such a state. */
    default boolean servedIn(Versioning now) {
      return stateFor(now) == now;
    }

    /** Whether it writes a plain object or a null version. */
    default boolean writesNull() {
      return false;
    }

    /** Whether it must not run side by side with the other. */
    default boolean excludes(Need other) {
      return (this == LOOK && other.writesNull()) || (writesNull() && other == LOOK);
    }
  }

  private enum AnyState implements Need {
    SETTINGS,
    LOOK;

    @Override
    public Versioning stateFor(Versioning now) {
      return now;
    }
  }

  /** Remembers, durably, which buckets are not in their final state. */
  public interface Journal {
    /** This bucket is about to leave its final state; completes once that is durable. */
    CompletionStage<Void> unsettled(BucketName bucket, Versioning finalState);

    /** It is back in it. */
    CompletionStage<Void> settled(BucketName bucket);
  }

  /** Waits without blocking. */
  @FunctionalInterface
  public interface Settling {
    /** Completes once a write that has no answer by now has taken effect, or never will. */
    CompletionStage<Void> settled();
  }

  private final ObjectStore store;
  private final Journal journal;
  private final Executor executor;
  private final Settling unanswered;
  private final Places places;

  /** By name at the destination, where several of the source's can be in one bucket. */
  private final ConcurrentHashMap<BucketName, VersioningGate> gates = new ConcurrentHashMap<>();

  public DestinationVersioning(
      ObjectStore store, Journal journal, Executor executor, Settling unanswered) {
    this(store, Places.SAME, journal, executor, unanswered);
  }

  /** Of a destination where the source's buckets are at these places. */
  public DestinationVersioning(
      ObjectStore store, Places places, Journal journal, Executor executor, Settling unanswered) {
    this.store = store;
    this.places = places;
    this.journal = journal;
    this.executor = executor;
    this.unanswered = unanswered;
  }

  /** From now on the bucket of the source is in the one there, until it is forgotten. */
  @Override
  public void wants(BucketName bucket, Versioning state) {
    VersioningGate gate =
        gates.compute(
            placeOf(bucket),
            (there, known) -> {
              VersioningGate its = known == null ? newGate(bucket) : known;
              its.isFor(bucket);
              return its;
            });
    gate.wants(state);
  }

  @Override
  public void resume(BucketName bucket, Versioning state) {
    gate(bucket).resume(state);
  }

  /** Whether versions may be in the bucket, here or at the source. */
  boolean everEnabled(BucketName bucket) {
    return gate(bucket).everEnabled();
  }

  /** Runs a write once the bucket is in a state that serves it. */
  public <T> CompletionStage<T> run(
      BucketName bucket, Need need, Supplier<? extends CompletionStage<T>> write) {
    return gate(bucket).run(need, write);
  }

  /**
   * Completes once every bucket is in its final state; writes that come later are not waited for.
   */
  public CompletionStage<Void> settle() {
    List<CompletableFuture<Void>> all =
        gates.values().stream().map(gate -> gate.settle().toCompletableFuture()).toList();
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
  }

  /** The bucket there is forgotten with the last of those that are in it. */
  @Override
  public void forget(BucketName bucket) {
    gates.computeIfPresent(
        placeOf(bucket), (there, gate) -> gate.isFreeWithout(bucket) ? null : gate);
  }

  /** A write that comes after its bucket was forgotten does not make the bucket be in it again. */
  private VersioningGate gate(BucketName bucket) {
    return gates.computeIfAbsent(placeOf(bucket), there -> newGate(bucket));
  }

  private VersioningGate newGate(BucketName bucket) {
    return new VersioningGate(
        bucket, places.mayShare(bucket), store, journal, executor, unanswered);
  }

  private BucketName placeOf(BucketName bucket) {
    return places.mayShare(bucket) ? places.nameOf(bucket) : bucket;
  }
}
