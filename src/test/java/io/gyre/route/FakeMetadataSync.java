package io.gyre.route;

import io.gyre.log.BucketInstance;
import io.gyre.metadata.BucketReadiness;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Users and buckets that are all in order unless told otherwise. */
final class FakeMetadataSync implements MetadataSync {
  volatile int removals;
  final Answers applies = new Answers();
  final Answers passes = new Answers();
  final List<String> applied = new CopyOnWriteArrayList<>();
  final AtomicInteger passesBegun = new AtomicInteger();
  final Map<BucketInstance, BucketReadiness> readiness = new ConcurrentHashMap<>();

  @Override
  public CompletionStage<Void> apply(MetadataKey key) {
    applied.add(key.section() + "/" + key.key());
    return applies.give(() -> null);
  }

  @Override
  public CompletionStage<BucketReadiness> ready(BucketInstance instance) {
    return new Answers().give(() -> readiness.getOrDefault(instance, isReady(instance)));
  }

  private static BucketReadiness isReady(BucketInstance instance) {
    return new BucketReadiness.Ready(Entries.bucket(instance));
  }

  @Override
  public CompletionStage<Void> resume() {
    return new Answers().give(() -> null);
  }

  @Override
  public int removalsUnderWay() {
    return removals;
  }

  @Override
  public CompletionStage<Void> fullPass() {
    passesBegun.incrementAndGet();
    return passes.give(() -> null);
  }
}
