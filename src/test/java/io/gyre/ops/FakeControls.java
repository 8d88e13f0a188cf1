package io.gyre.ops;

import io.gyre.checkpoint.Pause;
import io.gyre.log.BucketName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers what it was told. It knows the bucket t/photos and no other. */
final class FakeControls implements Controls {
  private final Map<Optional<BucketName>, Instant> paused = new ConcurrentHashMap<>();
  private volatile Limits limits = new Limits(64, 128, OptionalInt.empty(), OptionalLong.empty());
  final AtomicInteger looked = new AtomicInteger();

  @Override
  public CompletionStage<Void> pause(Optional<BucketName> bucket) {
    paused.put(bucket, OpsFixture.NOW);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> resume(Optional<BucketName> bucket) {
    paused.remove(bucket);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Optional<Pause> pausedRoute() {
    return Optional.ofNullable(paused.get(Optional.<BucketName>empty()))
        .map(since -> new Pause(Optional.empty(), since));
  }

  @Override
  public List<Pause> pausedBuckets() {
    return paused.entrySet().stream()
        .filter(entry -> entry.getKey().isPresent())
        .map(entry -> new Pause(entry.getKey(), entry.getValue()))
        .toList();
  }

  @Override
  public CompletionStage<Boolean> knows(BucketName bucket) {
    return CompletableFuture.completedFuture(bucket.toString().equals("t/photos"));
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public void limit(Limits wanted) {
    limits = wanted;
  }

  @Override
  public void lookForWork() {
    looked.incrementAndGet();
  }
}
