package io.gyre.route;

import io.gyre.route.HistoryWriter.Share;
import io.gyre.testing.S3User;
import io.gyre.testing.UserBucket;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Seeded random operations on a handful of keys in a handful of buckets at the source, by a few
 * threads at full speed. Each thread has a bucket of its own, and its own keys in one that all
 * share, to which itself nothing happens.
 */
final class History implements AutoCloseable {
  private static final List<String> KEYS = List.of("a", "dir/b", "_c d%", "ü+e");

  private final TestRoute route;
  private final Set<Operation> operations;
  private final boolean versions;
  private final Random random;
  private final List<HistoryWriter> writers = new ArrayList<>();
  private final ExecutorService executor;

  /**
   * Creates users and buckets.
   *
   * @param operations what may happen
   * @param versions whether most buckets keep versions from the beginning
   */
  History(TestRoute route, long seed, Set<Operation> operations, boolean versions) {
    this.route = route;
    this.operations = operations;
    this.versions = versions;
    this.random = new Random(seed);
    S3User owner = route.user("ann");
    S3User other = route.user("bob");
    UserBucket shared = created(route.bucket(owner, "shared"));
    int threads = 2 + random.nextInt(3);
    for (int thread = 0; thread < threads; thread++) {
      writers.add(writer(shared, route.bucket(thread % 2 == 0 ? owner : other, "of-" + thread)));
    }
    this.executor = Executors.newFixedThreadPool(threads);
  }

  private HistoryWriter writer(UserBucket shared, UserBucket own) {
    created(own);
    int number = writers.size();
    Set<Operation> inShared = EnumSet.copyOf(operations);
    inShared.removeAll(Operation.OF_BUCKETS);
    List<String> inSharedKeys = KEYS.stream().map(key -> key + number).toList();
    return new HistoryWriter(
        route.source(),
        random.nextLong(),
        List.of(
            new Share(new UserBucket(shared.user(), shared.name()), inSharedKeys, inShared),
            new Share(own, KEYS.subList(0, 1 + random.nextInt(KEYS.size())), operations)));
  }

  private UserBucket created(UserBucket bucket) {
    bucket.create();
    if (versions && random.nextInt(4) > 0) {
      bucket.enable();
    }
    return bucket;
  }

  /** Every thread takes some more steps; completes when all have, or one could not. */
  CompletableFuture<Void> burst(int steps) {
    return CompletableFuture.allOf(
        writers.stream()
            .map(writer -> CompletableFuture.runAsync(() -> writer.run(steps), executor))
            .toArray(CompletableFuture[]::new));
  }

  /** What happened to a bucket, writer by writer, oldest first. */
  String of(String bucket) {
    return writers.stream()
        .map(writer -> writer.done(bucket))
        .filter(lines -> !lines.isEmpty())
        .map(lines -> String.join("\n", lines))
        .collect(Collectors.joining("\n--\n"));
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
