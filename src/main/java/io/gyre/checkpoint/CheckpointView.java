package io.gyre.checkpoint;

import io.gyre.copy.Image;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A checkpoint as an operator's command sees it, without being the process that replicates the
 * route: that one may be running, and is not held up. Calls block; not for use by several threads.
 */
public final class CheckpointView implements AutoCloseable {
  private interface Query<T> {
    T run() throws SQLException;
  }

  private final Path directory;
  private final Path file;
  private final Sql sql;

  private CheckpointView(Path directory, Path file, Sql sql) {
    this.directory = directory;
    this.file = file;
    this.sql = sql;
  }

  /**
   * Opens a checkpoint to look at it.
   *
   * @throws CheckpointException when there is none, or it is damaged or of another version
   */
  public static CheckpointView open(Path directory) {
    Database database = new Database(directory);
    return new CheckpointView(directory, database.file(), database.openToRead());
  }

  /** As {@link #open}; empty when nothing was ever replicated with this directory. */
  public static Optional<CheckpointView> find(Path directory) {
    return new Database(directory).neverMade() ? Optional.empty() : Optional.of(open(directory));
  }

  /** Opens a checkpoint to change what is parked; otherwise like {@link #open}. */
  public static CheckpointView openToAmend(Path directory) {
    Database database = new Database(directory);
    return new CheckpointView(directory, database.file(), database.openToAmend());
  }

  /** The process that replicates the route now; empty when none does. */
  public OptionalLong process() {
    return StateLock.holder(directory);
  }

  /** The route it is of. */
  public RouteIdentity route() {
    return run("read", () -> new CheckpointQueries(sql).route());
  }

  /** All there is to say about the route. */
  public CheckpointSummary summary() {
    return run("read", () -> new SummaryQueries(sql).summary(process()));
  }

  /**
   * The route in numbers.
   *
   * @param except bucket shards of which others know better whether they are behind
   */
  public RouteFacts facts(Set<BucketShard> except) {
    return run("read", () -> new OperatorQueries(sql).facts(except));
  }

  /**
   * Buckets, those first that have waited the longest, then those that are copied in full, then
   * those that are not followed or have something parked.
   *
   * @param except bucket shards of which others know better whether they are behind
   */
  public List<BucketFacts> buckets(Set<BucketShard> except, int max) {
    return run("read", () -> new OperatorQueries(sql).buckets(except, max));
  }

  /**
   * The data log shards that announce any bucket shard, by number.
   *
   * @param except bucket shards of which others know better whether they are behind
   */
  public List<LogShardFacts> logShards(Set<BucketShard> except) {
    return run("read", () -> new OperatorQueries(sql).logShards(except));
  }

  /** A page of parked entries, oldest first, after the one of this number (0: from the first). */
  public List<ParkedItem> parkedAfter(long id, int max) {
    return run("read", () -> new ParkedRows(sql).oldestFirst(id, max));
  }

  /** Where a bucket shard stands; empty when the route does not know it. */
  public Optional<BucketShardState> bucketShard(BucketShard shard) {
    return run("read", () -> new CheckpointQueries(sql).bucketShard(shard));
  }

  /** All buckets that have, or had, a name at the source. */
  public List<BucketState> buckets(BucketName name) {
    return run("read", () -> new CheckpointQueries(sql).bucketsNamed(name.toString()));
  }

  /** Why a user is not replicated; empty when that is not refused. */
  public Optional<String> refusal(String uid) {
    return run("read", () -> new CheckpointQueries(sql).refusal(uid));
  }

  /** What else is kept, see {@link Shortfall#among} for a part of it. */
  public Map<String, String> facts() {
    return run("read", () -> new CheckpointQueries(sql).facts());
  }

  /** Parked entries of a key, in all of its versions, the first of them. */
  public List<ParkedEntry> parked(BucketShard shard, String key, int max) {
    return run("read", () -> new CheckpointQueries(sql).parkedOf(shard, key, max));
  }

  /** Which versions of the destination are known to be images of a key's versions. */
  public List<Image> images(BucketName bucket, String key) {
    return run("read", () -> new CheckpointQueries(sql).images(bucket, key));
  }

  /** A page of parked entries, oldest first, after one of them (or from the first). */
  public List<ParkedItem> parked(Optional<ParkedItem> after, int max) {
    return run("read", () -> new ParkedRows(sql).oldestFirst(after, max));
  }

  /** Makes parked entries due now; gives how many they are. */
  public int retry(ParkedSelection selection, Instant now) {
    return run("save", () -> new ParkedRows(sql).retry(selection, now));
  }

  /**
   * Parks entries, for the process that replicates the route to work on. One that is parked already
   * becomes due, unless its write had no answer: that one is verified in its time.
   */
  public void park(List<ParkedEntry> entries, Instant now) {
    run("save", () -> new ParkedRows(sql).park(entries, now));
  }

  /** Makes changes durable that do not get in the way of who replicates the route. */
  public void amend(List<Change> changes) {
    run("save", () -> new ParkedRows(sql).amend(changes));
  }

  /** Forgets parked entries; gives how many they were. */
  public int drop(ParkedSelection selection) {
    return run("save", () -> new ParkedRows(sql).drop(selection));
  }

  /** The route, or a bucket, is paused from the next start on. */
  public void pause(Optional<BucketName> bucket, Instant now) {
    amend(new Pause(bucket, now).begun());
  }

  /** The route, or a bucket, is not paused any more from the next start on. */
  public void resume(Optional<BucketName> bucket) {
    amend(Pause.ended(bucket));
  }

  private void amend(Change change) {
    run(
        "save",
        () ->
            sql.transaction(
                () -> {
                  new ChangeWriter(sql).apply(change);
                  return change;
                }));
  }

  private <T> T run(String attempt, Query<T> query) {
    try {
      return query.run();
    } catch (SQLException e) {
      throw StorageFailure.of(attempt, file, e);
    }
  }

  @Override
  public void close() {
    try {
      sql.close();
    } catch (SQLException e) {
      throw StorageFailure.of("close it", file, e);
    }
  }
}
