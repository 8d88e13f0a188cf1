package io.gyre.testing;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Compares two zones completely: users, buckets, every key and every version with all that clients
 * can set on them. Left out are system users, how and where things are stored, modification times,
 * and user metadata whose name begins with {@code rgwx-source-}, which the replicator adds.
 *
 * <p>Its memory does not grow with the zones: differences past the first 200 are only counted.
 */
public final class ZoneComparison {
  private static final int IN_FLIGHT = 32;
  private static final int WAITING = 1_000;
  private static final Duration LIMIT = Duration.ofMinutes(30);

  private final TestZone source;
  private final TestZone destination;
  private final boolean bytes;
  private final Predicate<String> users;
  private final Predicate<String> buckets;
  private final Set<SpoiltKey> leftOut;

  private ZoneComparison(
      TestZone source,
      TestZone destination,
      boolean bytes,
      Predicate<String> users,
      Predicate<String> buckets,
      Set<SpoiltKey> leftOut) {
    this.source = source;
    this.destination = destination;
    this.bytes = bytes;
    this.users = users;
    this.buckets = buckets;
    this.leftOut = leftOut;
  }

  public static ZoneComparison of(TestZone source, TestZone destination) {
    return new ZoneComparison(source, destination, false, uid -> true, bucket -> true, Set.of());
  }

  /** Reads all bytes of both zones too. */
  public ZoneComparison withBytes() {
    return new ZoneComparison(source, destination, true, users, buckets, leftOut);
  }

  /** Leaves out the other users. */
  public ZoneComparison onlyUsers(Predicate<String> selected) {
    return new ZoneComparison(source, destination, bytes, selected, buckets, leftOut);
  }

  /** Leaves out the other buckets; they are called {@code name} or {@code tenant/name}. */
  public ZoneComparison onlyBuckets(Predicate<String> selected) {
    return new ZoneComparison(source, destination, bytes, users, selected, leftOut);
  }

  /** Leaves out these keys, which the source lists and does not serve. */
  public ZoneComparison without(Set<SpoiltKey> spoilt) {
    return new ZoneComparison(source, destination, bytes, users, buckets, spoilt);
  }

  /** Compares now; an empty list means that the zones are equal. */
  public List<Difference> differences() {
    Findings findings = new Findings();
    new UserComparison(source, destination, findings).compare(users);
    ExecutorService executor =
        new ThreadPoolExecutor(
            IN_FLIGHT,
            IN_FLIGHT,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            new ThreadPoolExecutor.CallerRunsPolicy());
    try {
      for (String bucket : new BucketComparison(source, destination, findings).compare(buckets)) {
        new ObjectComparison(source, destination, findings, bytes, executor, bucket, leftOut)
            .compare();
      }
    } finally {
      executor.shutdown();
      awaitEnd(executor);
    }
    return findings.all();
  }

  private static void awaitEnd(ExecutorService executor) {
    try {
      if (!executor.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("the comparison did not end within " + LIMIT);
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
