package io.gyre.route;

import io.gyre.route.HistoryWriter.Share;
import io.gyre.testing.S3User;
import io.gyre.testing.TestZone;
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
public final class History implements AutoCloseable {
  private static final List<String> KEYS = List.of("a", "dir/b", "_c d%", "ü+e");

  private final TestZone source;
  private final Set<Operation> operations;
  private final boolean versions;
  private final Random random;
  private final List<HistoryWriter> writers = new ArrayList<>();
  private final ExecutorService executor;

  /**
   * Creates users and buckets.
   *
   * @param prefix of the names of all users and buckets
   * @param operations what may happen
   * @param versions whether most buckets keep versions from the beginning
   */
  public History(
      TestZone source, String prefix, long seed, Set<Operation> operations, boolean versions) {
    this.source = source;
    this.operations = operations;
    this.versions = versions;
    this.random = new Random(seed);
    S3User owner = source.createUser(prefix + "ann");
    S3User other = source.createUser(prefix + "bob");
    UserBucket shared = created(new UserBucket(owner, prefix + "shared"));
    int threads = 2 + random.nextInt(3);
    for (int thread = 0; thread < threads; thread++) {
      S3User user = thread % 2 == 0 ? owner : other;
      writers.add(writer(shared, new UserBucket(user, prefix + "of-" + thread)));
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
        source,
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
  public CompletableFuture<Void> burst(int steps) {
    return CompletableFuture.allOf(
        writers.stream()
            .map(writer -> CompletableFuture.runAsync(() -> writer.run(steps), executor))
            .toArray(CompletableFuture[]::new));
  }

  /** The buckets to which it happens, each with its owner, in no order. */
  public List<UserBucket> buckets() {
    return writers.stream().flatMap(HistoryWriter::buckets).distinct().toList();
  }

  /** What happened to a bucket, writer by writer, oldest first. */
  public String of(String bucket) {
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
