package io.gyre.checkpoint;

import io.gyre.log.BucketShard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoint in SQLite, in a state directory that one process owns. One thread writes and
 * another reads, each with a connection of its own; callers never wait.
 */
public final class JdbcCheckpointStore implements CheckpointStore {
  /** Reads that may wait; more fail at once. */
  private static final int MAX_WAITING_READS = 10_000;

  private static final int CLOSE_TIMEOUT_SECONDS = 60;
  private static final Logger LOG = LoggerFactory.getLogger(JdbcCheckpointStore.class);

  private final StateLock lock;
  private final Path file;
  private final Sql writing;
  private final Sql reading;
  private final ChangeWriter changes;
  private final CheckpointQueries queries;
  private final ExecutorService writer;
  private final ExecutorService reader;
  private final SaveQueue saves;

  /** Whether the last save failed; of the writing thread. */
  private boolean failing;

  private JdbcCheckpointStore(StateLock lock, Path file, Sql writing, Sql reading) {
    this.lock = lock;
    this.file = file;
    this.writing = writing;
    this.reading = reading;
    this.changes = new ChangeWriter(writing);
    this.queries = new CheckpointQueries(reading);
    this.writer = thread("checkpoint-writer", SaveQueue.MAX_WAITING);
    this.reader = thread("checkpoint-reader", MAX_WAITING_READS);
    this.saves = new SaveQueue(writer, this::write);
  }

  /**
   * Opens the checkpoint of a route, or begins one. Blocks while the file is checked.
   *
   * @param directory the state directory, made if missing, on a local disk
   * @throws CheckpointException when another process has it, it is damaged, of a newer version, or
   *     of another route
   */
  public static JdbcCheckpointStore open(Path directory, RouteIdentity route) {
    return open(directory, new Database(directory), route);
  }

  static JdbcCheckpointStore open(Path directory, Database database, RouteIdentity route) {
    createDirectory(directory);
    StateLock lock = StateLock.acquire(directory);
    try {
      return open(lock, database, route);
    } catch (CheckpointException e) {
      lock.close();
      throw e;
    }
  }

  private static JdbcCheckpointStore open(StateLock lock, Database database, RouteIdentity route) {
    Sql writing = database.openToWrite(route);
    try {
      return new JdbcCheckpointStore(lock, database.file(), writing, database.openToReadBeside());
    } catch (CheckpointException e) {
      close(writing, database.file());
      throw e;
    }
  }

  private static void createDirectory(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new CheckpointException(
          "state directory " + directory + " cannot be made (" + e + "); name another, or mend it",
          e);
    }
  }

  private static ExecutorService thread(String name, int maxWaiting) {
    return new ThreadPoolExecutor(
        1,
        1,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(maxWaiting),
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  @Override
  public CompletionStage<Void> save(List<Change> changes) {
    return saves.add(changes);
  }

  private void write(List<Change> group) {
    try {
      writing.transaction(
          () -> {
            for (Change change : group) {
              changes.apply(change);
            }
            return group;
          });
    } catch (SQLException e) {
      CheckpointException failure = StorageFailure.of("save", file, e);
      if (!failing) {
        LOG.error(
            "{}. It is tried again; what was not recorded is done again", failure.getMessage());
      }
      failing = true;
      throw failure;
    }
    if (failing) {
      LOG.info("checkpoint {}: it can be written again", file);
    }
    failing = false;
  }

  private interface Query<T> {
    T run() throws SQLException;
  }

  private <T> CompletionStage<T> read(Query<T> query) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      reader.execute(() -> answer(query, answer));
    } catch (RejectedExecutionException e) {
      String why = reader.isShutdown() ? "it is closed" : MAX_WAITING_READS + " reads wait already";
      answer.completeExceptionally(new CheckpointException("checkpoint: " + why, e));
    }
    return answer;
  }

  private <T> void answer(Query<T> query, CompletableFuture<T> answer) {
    try {
      answer.complete(query.run());
    } catch (SQLException e) {
      answer.completeExceptionally(StorageFailure.of("read", file, e));
    } catch (Throwable e) { // whatever it was, who waits has to hear of it
      answer.completeExceptionally(e);
    }
  }

  @Override
  public CompletionStage<Map<String, String>> facts() {
    return read(queries::facts);
  }

  @Override
  public CompletionStage<List<LogShardState>> logShards(LogKind kind) {
    return read(() -> queries.logShards(kind));
  }

  @Override
  public CompletionStage<Optional<LogShardState>> logShard(LogKind kind, int shard) {
    return read(() -> queries.logShard(kind, shard));
  }

  @Override
  public CompletionStage<Optional<BucketShardState>> bucketShard(BucketShard shard) {
    return read(() -> queries.bucketShard(shard));
  }

  @Override
  public CompletionStage<List<BucketShardState>> work(
      int logShard, boolean full, Instant now, Set<BucketShard> except, int max) {
    return read(() -> queries.work(logShard, full, now, except, max));
  }

  @Override
  public CompletionStage<List<BucketShardState>> bucketShards(
      Optional<BucketShard> after, int max) {
    return read(() -> queries.bucketShards(after, max));
  }

  @Override
  public CompletionStage<ShardCounts> countShards() {
    return read(queries::countShards);
  }

  @Override
  public CompletionStage<Behind> behind(Set<BucketShard> except) {
    return read(() -> queries.behind(except));
  }

  @Override
  public CompletionStage<List<BucketState>> bucketsNamed(String tenantAndName) {
    return read(() -> queries.bucketsNamed(tenantAndName));
  }

  @Override
  public CompletionStage<List<BucketState>> buckets(String afterTenantAndName, int maxNames) {
    return read(() -> queries.buckets(afterTenantAndName, maxNames));
  }

  @Override
  public CompletionStage<List<BucketState>> bucketsBeingRemoved(int max) {
    return read(() -> queries.bucketsBeingRemoved(max));
  }

  @Override
  public CompletionStage<Integer> countRemovals() {
    return read(queries::countRemovals);
  }

  @Override
  public CompletionStage<List<String>> ownedUsers(String after, int max) {
    return read(() -> queries.ownedUsers(after, max));
  }

  @Override
  public CompletionStage<Boolean> ownsUser(String uid) {
    return read(() -> queries.ownsUser(uid));
  }

  @Override
  public CompletionStage<List<String>> refusedUsers(String after, int max) {
    return read(() -> queries.refusedUsers(after, max));
  }

  @Override
  public CompletionStage<List<String>> refusedBuckets(String afterTenantAndName, int max) {
    return read(() -> queries.refusedBuckets(afterTenantAndName, max));
  }

  @Override
  public CompletionStage<List<ParkedEntry>> parkedDue(BucketShard shard, Instant now, int max) {
    return read(() -> queries.parkedDue(shard, now, max));
  }

  @Override
  public CompletionStage<List<ParkedEntry>> parkedOf(BucketShard shard, String key, int max) {
    return read(() -> queries.parkedOf(shard, key, max));
  }

  @Override
  public CompletionStage<List<ParkedEntry>> parkedUnknown(BucketShard shard, int max) {
    return read(() -> queries.parkedUnknown(shard, max));
  }

  @Override
  public CompletionStage<List<ParkedEntry>> parked(int offset, int max) {
    return read(() -> queries.parked(offset, max));
  }

  @Override
  public CompletionStage<Integer> countRefused() {
    return read(queries::countRefused);
  }

  @Override
  public CompletionStage<Integer> countParked() {
    return read(queries::countParked);
  }

  @Override
  public CompletionStage<Integer> countUnsettled(int attempts, Instant due) {
    return read(() -> queries.countUnsettled(attempts, due));
  }

  @Override
  public void close() {
    finish(writer);
    finish(reader);
    close(reading, file);
    close(writing, file);
    lock.close();
  }

  private static void finish(ExecutorService thread) {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private static void close(Sql sql, Path file) {
    try {
      sql.close();
    } catch (SQLException e) {
      throw StorageFailure.of("close it", file, e);
    }
  }
}
