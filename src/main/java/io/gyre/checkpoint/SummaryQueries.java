package io.gyre.checkpoint;

import io.gyre.checkpoint.BucketState.Standing;
import io.gyre.checkpoint.CheckpointSummary.Failure;
import io.gyre.checkpoint.CheckpointSummary.LogShards;
import io.gyre.checkpoint.CheckpointSummary.Parked;
import io.gyre.checkpoint.CheckpointSummary.RefusedUser;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Puts a {@link CheckpointSummary} together, from one snapshot. */
final class SummaryQueries {
  private static final String LOGS =
      "SELECT count(*) AS shards, min(updated) AS oldest, max(updated) AS newest"
          + " FROM log_shard WHERE kind = ? HAVING count(*) > 0";
  private static final String LOG_SHARDS =
      "SELECT * FROM log_shard WHERE kind = ? ORDER BY shard LIMIT ?";
  private static final String BEHIND =
      "SELECT * FROM bucket_shard WHERE dirty_since IS NOT NULL OR phase IN ('INIT', 'FULL')"
          + " ORDER BY dirty_since IS NULL, dirty_since, id LIMIT ?";
  private static final String LEFT_OUT =
      "SELECT * FROM bucket WHERE standing IN ('REFUSED', 'UNFOLLOWED') ORDER BY name, id LIMIT ?";
  private static final String REFUSED_USERS =
      "SELECT uid, refusal FROM destination_user WHERE refusal IS NOT NULL ORDER BY uid LIMIT ?";

  private static final String SHORTFALLS =
      "SELECT name, value FROM fact WHERE name GLOB ? ORDER BY name LIMIT ?";

  /** In SQLite the other columns are those of the row that has the minimum. */
  private static final String FAILURES =
      """
      SELECT class, entries, reason FROM (
        SELECT substr(reason, 1, instr(reason || ':', ':') - 1) AS class, count(*) AS entries,
          reason, min(since)
        FROM parked GROUP BY class)
      ORDER BY entries DESC, class LIMIT ?
      """;

  private final Sql sql;
  private final CheckpointQueries queries;

  SummaryQueries(Sql sql) {
    this.sql = sql;
    this.queries = new CheckpointQueries(sql);
  }

  CheckpointSummary summary(OptionalLong process) throws SQLException {
    return sql.snapshot(
        () ->
            new CheckpointSummary(
                queries.route(),
                process,
                logs(),
                queries.countShards(),
                sql.list(BEHIND, Rows::bucketShard, CheckpointSummary.MAX_NAMED),
                buckets(),
                sql.list(LEFT_OUT, Rows::bucket, CheckpointSummary.MAX_NAMED),
                sql.one(
                    "SELECT count(*) FROM destination_user WHERE refusal IS NULL",
                    row -> row.getInt(1)),
                sql.list(
                    REFUSED_USERS,
                    row -> new RefusedUser(row.getString("uid"), row.getString("refusal")),
                    CheckpointSummary.MAX_NAMED),
                sql.list(
                    SHORTFALLS,
                    row -> Shortfall.of(row.getString("name"), row.getString("value")),
                    Shortfall.PREFIX + "*",
                    CheckpointSummary.MAX_NAMED),
                parked()));
  }

  private Map<LogKind, LogShards> logs() throws SQLException {
    Map<LogKind, LogShards> logs = new EnumMap<>(LogKind.class);
    for (LogKind kind : LogKind.values()) {
      List<LogShardState> states =
          sql.list(LOG_SHARDS, Rows::logShard, kind.name(), CheckpointSummary.MAX_NAMED);
      sql.list(
          LOGS,
          row ->
              logs.put(
                  kind,
                  new LogShards(
                      row.getInt("shards"),
                      Rows.time(row.getLong("oldest")),
                      Rows.time(row.getLong("newest")),
                      states)),
          kind.name());
    }
    return logs;
  }

  private Map<Standing, Integer> buckets() throws SQLException {
    Map<Standing, Integer> buckets = new EnumMap<>(Standing.class);
    sql.list(
        "SELECT standing, count(*) AS buckets FROM bucket GROUP BY standing",
        row -> buckets.put(Standing.valueOf(row.getString("standing")), row.getInt("buckets")));
    return buckets;
  }

  private Parked parked() throws SQLException {
    List<Failure> failures =
        sql.list(
            FAILURES,
            row ->
                new Failure(row.getString("class"), row.getInt("entries"), row.getString("reason")),
            CheckpointSummary.MAX_NAMED);
    return sql.one(
        "SELECT count(*) AS entries, min(since) AS oldest, min(next_try) AS next FROM parked",
        row ->
            new Parked(
                row.getInt("entries"),
                Rows.optionalTime(row, "oldest"),
                Rows.optionalTime(row, "next"),
                failures));
  }
}
