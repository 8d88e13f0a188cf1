package io.gyre.app;

import io.gyre.check.Replication;
import io.gyre.check.Replication.Standing.Kind;
import io.gyre.check.Subject;
import io.gyre.checkpoint.BucketShardState;
import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.CheckpointException;
import io.gyre.checkpoint.CheckpointView;
import io.gyre.checkpoint.ParkedEntry;
import io.gyre.checkpoint.RouteIdentity;
import io.gyre.checkpoint.Shortfall;
import io.gyre.copy.Image;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.LogPosition;
import io.gyre.log.LogPosition.Marker;
import io.gyre.map.Places;
import io.gyre.metadata.DestinationOwners;
import io.gyre.metadata.VersioningJournal;
import io.gyre.store.KnownCopies;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells from the checkpoint of a route what its replicator knows of what differs. It is looked at
 * while that one runs.
 */
final class CheckpointReplication implements Replication, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointReplication.class);

  /** Standings of buckets whose copies are ours. */
  private static final Set<BucketState.Standing> OURS =
      EnumSet.of(
          BucketState.Standing.CREATING,
          BucketState.Standing.FOLLOWED,
          BucketState.Standing.UNSELECTED,
          BucketState.Standing.REMOVING);

  private final CheckpointView view;
  private final Places places;
  private final LogHeads heads;
  private final Executor blocking;

  private CheckpointReplication(
      CheckpointView view, Places places, LogHeads heads, Executor blocking) {
    this.view = view;
    this.places = places;
    this.heads = heads;
    this.blocking = blocking;
  }

  /**
   * The checkpoint of a directory; empty where there is none, or it is of another route, or cannot
   * be read.
   *
   * @param places where its buckets are
   * @param blocking what may wait for the disk
   */
  static Optional<CheckpointReplication> find(
      Path state, RouteIdentity route, Places places, LogHeads heads, Executor blocking) {
    try {
      Optional<CheckpointView> found = CheckpointView.find(state);
      if (found.isPresent() && !found.get().route().equals(route)) {
        LOG.warn("the checkpoint in {} is of another route, and not made use of", state);
        found.get().close();
        return Optional.empty();
      }
      return found.map(view -> new CheckpointReplication(view, places, heads, blocking));
    } catch (CheckpointException unusable) {
      LOG.warn("what replication is working on is not known: {}", unusable.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public CompletionStage<Watch> watch(Subject subject, Optional<BucketShard> shard) {
    CompletionStage<Optional<LogPosition>> head =
        shard.map(heads::of).orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    return head.thenApply(known -> () -> ask(() -> standing(subject, shard, known)));
  }

  /** One that cannot be read is none. */
  private CompletionStage<Standing> ask(Supplier<Standing> question) {
    return read(question)
        .exceptionally(
            failure -> {
              LOG.warn("the checkpoint could not be read: {}", failure.getMessage());
              return new Standing(Kind.UNKNOWN, "");
            });
  }

  private synchronized <T> T locked(Supplier<T> question) {
    return question.get();
  }

  private Standing standing(
      Subject subject, Optional<BucketShard> shard, Optional<LogPosition> head) {
    if (subject instanceof Subject.User user) {
      return user(user.uid());
    }
    if (subject instanceof Subject.Bucket bucket) {
      return bucket(bucket.name());
    }
    return subject instanceof Subject.Key key && shard.isPresent()
        ? key(key, shard.get(), head)
        : new Standing(Kind.UNKNOWN, "");
  }

  /** What it knows of the copies in a store. */
  KnownCopies copies() {
    return new KnownCopies() {
      @Override
      public boolean exist() {
        return true;
      }

      @Override
      public CompletionStage<Optional<String>> id(BucketName bucket) {
        return read(
            () ->
                view.buckets(bucket).stream()
                    .filter(state -> OURS.contains(state.standing()))
                    .map(BucketState::destinationId)
                    .filter(id -> !id.isEmpty())
                    .findFirst());
      }

      @Override
      public CompletionStage<Map<String, List<Image>>> images(BucketName bucket, Set<String> keys) {
        return read(
            () ->
                keys.stream()
                    .collect(
                        Collectors.toMap(Function.identity(), key -> view.images(bucket, key))));
      }
    };
  }

  private <T> CompletionStage<T> read(Supplier<T> question) {
    return CompletableFuture.supplyAsync(() -> locked(question), blocking);
  }

  private Standing user(String uid) {
    Map<String, String> facts = view.facts();
    return view.refusal(uid)
        .or(() -> shortfall(facts, "user", uid))
        .map(reason -> new Standing(Kind.PARKED, reason))
        .or(
            () ->
                DestinationOwners.isLent(facts, uid)
                    ? Optional.of(working("let write for a while, as objects of it are copied"))
                    : Optional.empty())
        .orElseGet(() -> running(new Standing(Kind.UNKNOWN, "")));
  }

  private Standing bucket(BucketName name) {
    Map<String, String> facts = view.facts();
    Optional<BucketState> last = view.buckets(name).stream().reduce((one, next) -> next);
    return last.flatMap(CheckpointReplication::leftOut)
        .or(
            () ->
                shortfall(facts, "bucket", name.toString())
                    .map(reason -> new Standing(Kind.PARKED, reason)))
        .or(
            () ->
                last.filter(state -> state.standing() == BucketState.Standing.REMOVING)
                    .map(state -> working(state.reason())))
        .or(
            () ->
                VersioningJournal.isUnsettled(facts, each -> places.together(each, name))
                    ? Optional.of(working("its versions are being copied"))
                    : Optional.empty())
        .orElseGet(() -> running(new Standing(Kind.UNKNOWN, "")));
  }

  private static Optional<Standing> leftOut(BucketState bucket) {
    return switch (bucket.standing()) {
      case REFUSED, UNFOLLOWED -> Optional.of(new Standing(Kind.PARKED, bucket.reason()));
      case CREATING, FOLLOWED, REMOVING, UNSELECTED -> Optional.empty();
    };
  }

  private static Optional<String> shortfall(
      Map<String, String> facts, String section, String name) {
    return Shortfall.among(facts).stream()
        .filter(each -> each.section().contains(section) && each.name().equals(name))
        .map(Shortfall::reason)
        .findFirst();
  }

  private Standing key(Subject.Key key, BucketShard shard, Optional<LogPosition> head) {
    Optional<Standing> parked =
        view.parked(shard, key.key(), 1).stream()
            .findFirst()
            .map(ParkedEntry::reason)
            .map(reason -> new Standing(Kind.PARKED, reason));
    return parked
        .or(
            () ->
                view.buckets(key.bucket()).stream()
                    .filter(bucket -> bucket.source().equals(shard.instance()))
                    .findFirst()
                    .flatMap(CheckpointReplication::leftOut))
        .or(() -> view.bucketShard(shard).map(state -> shard(state, head)))
        .orElseGet(() -> running(new Standing(Kind.UNKNOWN, "")));
  }

  private Standing shard(BucketShardState state, Optional<LogPosition> head) {
    return switch (state.phase()) {
      case INIT, FULL -> working("bucket shard " + state.shard() + " is being copied in full");
      case STOPPED -> new Standing(Kind.PARKED, "syncing of the bucket is disabled at the source");
      case UNFOLLOWED -> new Standing(Kind.PARKED, "its bucket is not followed");
      case INCREMENTAL ->
          head.isEmpty() || isDone(state.position(), head.get())
              ? running(new Standing(head.isEmpty() ? Kind.UNKNOWN : Kind.DONE, ""))
              : working("the changes of bucket shard " + state.shard() + " are not all done");
    };
  }

  /** Markers of one log are ordered as text. */
  private static boolean isDone(LogPosition position, LogPosition head) {
    return !(head instanceof Marker wanted)
        || (position instanceof Marker reached && reached.value().compareTo(wanted.value()) >= 0);
  }

  private Standing working(String reason) {
    return running(new Standing(Kind.WORKING, reason));
  }

  /** Without a process nothing goes on. */
  private Standing running(Standing standing) {
    return view.process().isPresent()
        ? standing
        : new Standing(
            Kind.IDLE,
            standing.reason().isEmpty() ? "" : "no 'sync' is running: " + standing.reason());
  }

  @Override
  public synchronized void close() {
    view.close();
  }
}
