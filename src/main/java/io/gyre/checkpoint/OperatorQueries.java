package io.gyre.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gyre.checkpoint.BucketState.Standing;
import io.gyre.log.BucketInstance;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an operator's view of a running route needs beside what its actors know. */
final class OperatorQueries {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What each bucket shard adds to the numbers of its group; left out are those in the list. */
  private static final String NUMBERS =
      """
      count(*) AS shards, sum(phase IN ('INIT', 'FULL')) AS copying,
      sum(phase = 'STOPPED') AS stopped, max(recheck) AS recheck,
      sum(CASE WHEN dirty_since IS NULL OR phase IN ('INIT', 'FULL') THEN 0
        WHEN instance || ':' || shard IN (SELECT value FROM json_each(?1)) THEN 0 ELSE 1 END)
        AS changed,
      min(CASE WHEN dirty_since IS NULL THEN NULL
        WHEN instance || ':' || shard IN (SELECT value FROM json_each(?1)) THEN NULL
        ELSE dirty_since END) AS since
      """;

  /** Those first that wait the longest, then those that are copied, then those with a problem. */
  private static final String BUCKETS =
      """
      SELECT bucket.name, bucket.source_id, bucket.standing, bucket.reason, known.shards,
        known.copying, known.stopped, known.recheck, known.changed, known.since, stuck.parked
      FROM bucket
      LEFT JOIN (SELECT instance, %s FROM bucket_shard GROUP BY instance) AS known
        ON known.instance = bucket.name || ':' || bucket.source_id
      LEFT JOIN (SELECT instance, count(*) AS parked FROM parked GROUP BY instance) AS stuck
        ON stuck.instance = bucket.name || ':' || bucket.source_id
      ORDER BY known.since IS NULL, known.since, coalesce(known.copying, 0) = 0,
        bucket.standing = 'FOLLOWED', coalesce(stuck.parked, 0) DESC, bucket.name, bucket.id
      LIMIT ?2
      """
          .formatted(NUMBERS);

  private static final String LOG_SHARDS =
      "SELECT log_shard, " + NUMBERS + " FROM bucket_shard GROUP BY log_shard ORDER BY log_shard";

  private static final String PARKED =
      "SELECT count(*) AS entries, min(since) AS oldest, min(next_try) AS next FROM parked";

  private final Sql sql;
  private final CheckpointQueries queries;

  OperatorQueries(Sql sql) {
    this.sql = sql;
    this.queries = new CheckpointQueries(sql);
  }

  /** Each number by itself is of one moment; the snapshots of SQLite do not nest. */
  RouteFacts facts(Set<BucketShard> except) throws SQLException {
    CheckpointStore.Behind behind = queries.behind(except);
    return sql.snapshot(
        () ->
            sql.one(
                PARKED,
                row ->
                    new RouteFacts(
                        behind,
                        queries.countShards(),
                        standings(),
                        users(),
                        row.getInt("entries"),
                        Rows.optionalTime(row, "oldest"),
                        Rows.optionalTime(row, "next"),
                        queries.countRefused())));
  }

  private Map<Standing, Integer> standings() throws SQLException {
    Map<Standing, Integer> buckets = new EnumMap<>(Standing.class);
    sql.list(
        "SELECT standing, count(*) AS buckets FROM bucket GROUP BY standing",
        row -> buckets.put(Standing.valueOf(row.getString("standing")), row.getInt("buckets")));
    return buckets;
  }

  private int users() throws SQLException {
    return sql.one(
        "SELECT count(*) FROM destination_user WHERE refusal IS NULL", row -> row.getInt(1));
  }

  /** The first so many buckets. */
  List<BucketFacts> buckets(Set<BucketShard> except, int max) throws SQLException {
    return sql.list(BUCKETS, OperatorQueries::bucket, ids(except), max);
  }

  private static BucketFacts bucket(ResultSet row) throws SQLException {
    return new BucketFacts(
        new BucketInstance(BucketName.parse(row.getString("name")), row.getString("source_id")),
        Standing.valueOf(row.getString("standing")),
        row.getString("reason"),
        row.getInt("shards"),
        row.getInt("copying"),
        row.getInt("stopped"),
        row.getInt("changed"),
        Rows.optionalTime(row, "since"),
        row.getBoolean("recheck"),
        row.getInt("parked"));
  }

  /** All data log shards that announce a bucket shard. */
  List<LogShardFacts> logShards(Set<BucketShard> except) throws SQLException {
    return sql.list(
        LOG_SHARDS,
        row ->
            new LogShardFacts(
                row.getInt("log_shard"),
                row.getInt("shards"),
                row.getInt("copying"),
                row.getInt("changed"),
                Rows.optionalTime(row, "since")),
        ids(except));
  }

  private static String ids(Collection<BucketShard> shards) {
    List<String> ids =
        shards.stream().map(shard -> shard.instance() + ":" + shard.shard()).toList();
    try {
      return JSON.writeValueAsString(ids);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts always have a form in JSON", e);
    }
  }
}
