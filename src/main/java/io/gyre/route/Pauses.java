package io.gyre.route;

import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.CheckpointStore;
import io.gyre.checkpoint.Pause;
import io.gyre.log.BucketName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What operators have paused: the route as a whole, or buckets. What is being copied then is
 * finished; no other copy and no other round begins. The source's logs are read on, so that it
 * stays known what waits. Durable: what is paused stays so until it is resumed. Safe for many
 * threads.
 */
public final class Pauses {
  /** Buckets that may be paused at once. */
  public static final int MAX_BUCKETS = 1000;

  private final Map<String, Pause> buckets = new ConcurrentHashMap<>();
  private volatile Optional<Pause> route = Optional.empty();

  /** Takes over what the checkpoint says. */
  public CompletionStage<Void> load(CheckpointStore store) {
    return store.facts().thenAccept(facts -> Pause.among(facts).forEach(this::add));
  }

  /**
   * Pauses the route, or a bucket; first durably, then at once. What is paused already stays so
   * since then.
   */
  public CompletionStage<Void> pause(
      CheckpointStore store, Optional<BucketName> bucket, Instant now) {
    Pause pause = new Pause(bucket, now);
    return of(bucket).isPresent()
        ? store.save(List.of())
        : store.save(Change.of(pause.begun())).thenRun(() -> add(pause));
  }

  /** Resumes the route, or a bucket. */
  public CompletionStage<Void> resume(CheckpointStore store, Optional<BucketName> bucket) {
    return store.save(Change.of(Pause.ended(bucket))).thenRun(() -> remove(bucket));
  }

  private void add(Pause pause) {
    if (pause.bucket().isEmpty()) {
      route = Optional.of(pause);
    } else {
      buckets.put(pause.bucket().get().toString(), pause);
    }
  }

  private void remove(Optional<BucketName> bucket) {
    if (bucket.isEmpty()) {
      route = Optional.empty();
    } else {
      buckets.remove(bucket.get().toString());
    }
  }

  private Optional<Pause> of(Optional<BucketName> bucket) {
    return bucket.isEmpty() ? route : Optional.ofNullable(buckets.get(bucket.get().toString()));
  }

  /** Whether the route as a whole is paused. */
  public boolean ofRoute() {
    return route.isPresent();
  }

  /**
   * Whether nothing of a bucket may begin.
   *
   * @param bucket with its tenant
   */
  public boolean hold(String bucket) {
    return route.isPresent() || (!buckets.isEmpty() && buckets.containsKey(bucket));
  }

  /** The route's pause; empty when it is not paused. */
  public Optional<Pause> route() {
    return route;
  }

  /** Those of buckets. */
  public List<Pause> buckets() {
    return List.copyOf(buckets.values());
  }
}
