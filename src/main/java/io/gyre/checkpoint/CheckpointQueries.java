package io.gyre.checkpoint;

import io.gyre.checkpoint.CheckpointStore.Behind;
import io.gyre.checkpoint.CheckpointStore.ShardCounts;
import io.gyre.copy.Image;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the store can be asked, as queries on one connection. */
final class CheckpointQueries {
  /**
   * An instance is a bucket's name, a colon, and an id without one: what is left when everything
   * but colons is trimmed off its end is the name as {@link Pause} writes it.
   */
  private static final String NOT_PAUSED =
      """
      AND NOT EXISTS (SELECT 1 FROM fact
        WHERE name = 'paused:' || rtrim(instance, replace(instance, ':', '')))
      """;

  private static final String FULL_WORK =
      """
      SELECT * FROM bucket_shard
      WHERE log_shard = ?1 AND phase IN ('INIT', 'FULL') %s
      ORDER BY id LIMIT ?2
      """
          .formatted(NOT_PAUSED);

  /**
   * The oldest of both kinds, each read from its own index (which is why the second names its phase
   * twice), then merged.
   */
  private static final String LIVE_WORK =
      """
      SELECT * FROM (
        SELECT * FROM (
          SELECT *, dirty_since AS waiting FROM bucket_shard
          WHERE log_shard = ?1 AND phase NOT IN ('INIT', 'FULL') AND dirty_since IS NOT NULL %1$s
          ORDER BY dirty_since, id LIMIT ?2)
        UNION ALL
        SELECT * FROM (
          SELECT *, retry_at AS waiting FROM bucket_shard
          WHERE log_shard = ?1 AND phase NOT IN ('INIT', 'FULL') AND phase = 'INCREMENTAL'
            AND retry_at <= ?3 %1$s
          ORDER BY retry_at, id LIMIT ?2))
      GROUP BY id ORDER BY min(waiting), id LIMIT ?2
      """
          .formatted(NOT_PAUSED);

  private static final String COPYING =
      "SELECT count(*) FROM bucket_shard WHERE phase IN ('INIT', 'FULL')";
  private static final String CHANGED =
      """
      SELECT count(*) FROM bucket_shard
      WHERE phase NOT IN ('INIT', 'FULL') AND dirty_since IS NOT NULL
      """;
  private static final String DIRTY_LONGEST =
      """
      SELECT * FROM bucket_shard WHERE dirty_since IS NOT NULL
      ORDER BY dirty_since, id LIMIT ?
      """;

  private static final String SHARDS_AFTER =
      """
      SELECT * FROM bucket_shard WHERE (instance, shard) > (?, ?)
      ORDER BY instance, shard LIMIT ?
      """;
  private static final String BUCKETS_AFTER =
      """
      SELECT * FROM bucket
      WHERE name IN (SELECT DISTINCT name FROM bucket WHERE name > ? ORDER BY name LIMIT ?)
      ORDER BY name, id
      """;
  private static final String PARKED_DUE =
      """
      SELECT * FROM parked WHERE instance = ? AND shard = ? AND next_try <= ?
      ORDER BY next_try, since, id LIMIT ?
      """;

  private static final String PARKED_OF =
      """
      SELECT * FROM parked WHERE instance = ? AND shard = ? AND key = ? ORDER BY version LIMIT ?
      """;

  /** In the words of the index. */
  private static final String PARKED_UNKNOWN =
      """
      SELECT * FROM parked
      WHERE instance = ? AND shard = ? AND reason GLOB 'UNKNOWN_OUTCOME*'
      ORDER BY since, id LIMIT ?
      """;

  private static final String COUNT_UNSETTLED =
      """
      SELECT count(*) FROM parked JOIN bucket_shard USING (instance, shard)
      WHERE (next_try <= ?2 OR reason GLOB 'UNKNOWN_OUTCOME*' AND attempts <= ?1)
        AND phase NOT IN ('STOPPED', 'UNFOLLOWED')
      """;

  private final Sql sql;

  CheckpointQueries(Sql sql) {
    this.sql = sql;
  }

  RouteIdentity route() throws SQLException {
    return sql.one(
        "SELECT source_zone, destination_zone FROM route",
        row -> new RouteIdentity(row.getString(1), row.getString(2)));
  }

  Map<String, String> facts() throws SQLException {
    Map<String, String> facts = new HashMap<>();
    sql.list(
        "SELECT name, value FROM fact",
        row -> facts.put(row.getString("name"), row.getString("value")));
    return facts;
  }

  List<LogShardState> logShards(LogKind kind) throws SQLException {
    return sql.list(
        "SELECT * FROM log_shard WHERE kind = ? ORDER BY shard", Rows::logShard, kind.name());
  }

  Optional<LogShardState> logShard(LogKind kind, int shard) throws SQLException {
    return sql
        .list(
            "SELECT * FROM log_shard WHERE kind = ? AND shard = ?",
            Rows::logShard,
            kind.name(),
            shard)
        .stream()
        .findFirst();
  }

  Optional<BucketShardState> bucketShard(BucketShard shard) throws SQLException {
    return sql
        .list(
            "SELECT * FROM bucket_shard WHERE instance = ? AND shard = ?",
            Rows::bucketShard,
            shard.instance().toString(),
            shard.shard())
        .stream()
        .findFirst();
  }

  List<BucketShardState> work(
      int logShard, boolean full, Instant now, Set<BucketShard> except, int max)
      throws SQLException {
    int rows = max + except.size();
    List<BucketShardState> found =
        full
            ? sql.list(FULL_WORK, Rows::bucketShard, logShard, rows)
            : sql.list(LIVE_WORK, Rows::bucketShard, logShard, rows, Rows.column(now));
    return found.stream().filter(state -> !except.contains(state.shard())).limit(max).toList();
  }

  List<BucketShardState> bucketShards(Optional<BucketShard> after, int max) throws SQLException {
    String instance = after.map(shard -> shard.instance().toString()).orElse("");
    int shard = after.map(BucketShard::shard).orElse(BucketShard.UNSHARDED);
    return sql.list(SHARDS_AFTER, Rows::bucketShard, instance, shard, max);
  }

  ShardCounts countShards() throws SQLException {
    Map<Phase, Integer> byPhase = new EnumMap<>(Phase.class);
    sql.list(
        "SELECT phase, count(*) AS shards FROM bucket_shard GROUP BY phase",
        row -> byPhase.put(Phase.valueOf(row.getString("phase")), row.getInt("shards")));
    return sql.one(
        "SELECT count(*) AS dirty, min(dirty_since) AS since FROM bucket_shard"
            + " WHERE dirty_since IS NOT NULL",
        row -> new ShardCounts(byPhase, row.getInt("dirty"), Rows.optionalTime(row, "since")));
  }

  Behind behind(Set<BucketShard> except) throws SQLException {
    return sql.snapshot(
        () -> {
          int copying = sql.one(COPYING, row -> row.getInt(1));
          int changed = sql.one(CHANGED, row -> row.getInt(1));
          for (BucketShard one : except) {
            Optional<BucketShardState> state = bucketShard(one);
            boolean full = state.filter(known -> known.phase().isFull()).isPresent();
            boolean dirty = state.flatMap(BucketShardState::dirtySince).isPresent();
            copying -= full ? 1 : 0;
            changed -= dirty && !full ? 1 : 0;
          }
          Optional<Instant> since =
              sql.list(DIRTY_LONGEST, Rows::bucketShard, except.size() + 1).stream()
                  .filter(state -> !except.contains(state.shard()))
                  .findFirst()
                  .flatMap(BucketShardState::dirtySince);
          return new Behind(copying, changed, since);
        });
  }

  List<BucketState> bucketsNamed(String name) throws SQLException {
    return sql.list("SELECT * FROM bucket WHERE name = ? ORDER BY id", Rows::bucket, name);
  }

  List<BucketState> buckets(String after, int maxNames) throws SQLException {
    return sql.list(BUCKETS_AFTER, Rows::bucket, after, maxNames);
  }

  List<BucketState> bucketsBeingRemoved(int max) throws SQLException {
    return sql.list(
        "SELECT * FROM bucket WHERE standing = 'REMOVING' ORDER BY EXISTS"
            + " (SELECT 1 FROM fact WHERE fact.name = ? || bucket.name), name, id LIMIT ?",
        Rows::bucket,
        Shortfall.PREFIX + Shortfall.REMOVAL + ":",
        max);
  }

  int countRemovals() throws SQLException {
    return sql.one(
        "SELECT count(*) FROM bucket WHERE standing = 'REMOVING' AND NOT EXISTS"
            + " (SELECT 1 FROM fact WHERE fact.name = ? || bucket.name)",
        row -> row.getInt(1),
        Shortfall.PREFIX + Shortfall.REMOVAL + ":");
  }

  List<String> ownedUsers(String after, int max) throws SQLException {
    return sql.list(
        "SELECT uid FROM destination_user WHERE uid > ? AND refusal IS NULL ORDER BY uid LIMIT ?",
        row -> row.getString("uid"),
        after,
        max);
  }

  List<String> refusedUsers(String after, int max) throws SQLException {
    return sql.list(
        "SELECT uid FROM destination_user WHERE uid > ? AND refusal IS NOT NULL"
            + " ORDER BY uid LIMIT ?",
        row -> row.getString("uid"),
        after,
        max);
  }

  List<String> refusedBuckets(String after, int max) throws SQLException {
    return sql.list(
        "SELECT DISTINCT name FROM bucket WHERE name > ? AND standing IN ('REFUSED', 'CREATING')"
            + " ORDER BY name LIMIT ?",
        row -> row.getString("name"),
        after,
        max);
  }

  int countRefused() throws SQLException {
    return sql.one(
        "SELECT (SELECT count(*) FROM bucket WHERE standing IN ('REFUSED', 'CREATING'))"
            + " + (SELECT count(DISTINCT instance) FROM bucket_shard WHERE phase = 'STOPPED' AND"
            + " instance IN (SELECT name || ':' || source_id FROM bucket"
            + " WHERE standing = 'FOLLOWED'))"
            + " + (SELECT count(*) FROM destination_user WHERE refusal IS NOT NULL)"
            + " + (SELECT count(*) FROM fact WHERE name GLOB ?)",
        row -> row.getInt(1),
        Shortfall.PREFIX + "*");
  }

  boolean ownsUser(String uid) throws SQLException {
    return sql.one(
        "SELECT count(*) FROM destination_user WHERE uid = ? AND refusal IS NULL",
        row -> row.getInt(1) > 0,
        uid);
  }

  Optional<String> refusal(String uid) throws SQLException {
    return sql
        .list(
            "SELECT refusal FROM destination_user WHERE uid = ? AND refusal IS NOT NULL",
            row -> row.getString("refusal"),
            uid)
        .stream()
        .findFirst();
  }

  List<ParkedEntry> parkedDue(BucketShard shard, Instant now, int max) throws SQLException {
    return sql.list(
        PARKED_DUE,
        Rows::parked,
        shard.instance().toString(),
        shard.shard(),
        Rows.column(now),
        max);
  }

  List<ParkedEntry> parkedOf(BucketShard shard, String key, int max) throws SQLException {
    return sql.list(PARKED_OF, Rows::parked, shard.instance().toString(), shard.shard(), key, max);
  }

  List<ParkedEntry> parkedUnknown(BucketShard shard, int max) throws SQLException {
    return sql.list(PARKED_UNKNOWN, Rows::parked, shard.instance().toString(), shard.shard(), max);
  }

  List<Image> images(BucketName bucket, String key) throws SQLException {
    return sql.list(
        "SELECT * FROM image WHERE bucket = ? AND key = ? ORDER BY destination_id",
        Rows::image,
        bucket.toString(),
        key);
  }

  List<OpenUpload> uploads(int max) throws SQLException {
    return sql.list("SELECT * FROM upload ORDER BY bucket, key LIMIT ?", Rows::upload, max);
  }

  int countUnsettled(int attempts, Instant due) throws SQLException {
    return sql.one(COUNT_UNSETTLED, row -> row.getInt(1), attempts, Rows.column(due));
  }

  List<ParkedEntry> parked(int offset, int max) throws SQLException {
    return sql.list(
        "SELECT * FROM parked ORDER BY since, id LIMIT ? OFFSET ?", Rows::parked, max, offset);
  }

  int countParked() throws SQLException {
    return sql.one("SELECT count(*) FROM parked", row -> row.getInt(1));
  }
}
