package io.gyre.checkpoint;

import io.gyre.log.BucketInstance;
import io.gyre.log.BucketShard;
import java.sql.SQLException;

/** Turns changes into rows, within the transaction that its caller has begun. */
final class ChangeWriter {
  private static final String INSERT_SHARD =
      """
      INSERT INTO bucket_shard (instance, shard, log_shard, phase, position, previous, listing_key,
        listing_version, recheck, retry_at)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,
        (SELECT min(next_try) FROM parked WHERE instance = ?1 AND shard = ?2))
      ON CONFLICT (instance, shard) DO
      """;
  private static final String DISCOVER_SHARD = INSERT_SHARD + "NOTHING";

  /**
   * From INIT only the beginning of a listing, or a wait, is reached: anything else is told by who
   * still works on what was there before the bucket shard was discovered anew.
   */
  private static final String MOVE_SHARD =
      INSERT_SHARD
          + """
          UPDATE SET log_shard = excluded.log_shard, phase = excluded.phase,
            position = excluded.position, previous = excluded.previous,
            listing_key = excluded.listing_key, listing_version = excluded.listing_version,
            recheck = CASE WHEN bucket_shard.phase = 'INIT'
              THEN max(bucket_shard.recheck, excluded.recheck) ELSE excluded.recheck END
          WHERE bucket_shard.phase <> 'INIT' OR excluded.phase NOT IN ('FULL', 'INCREMENTAL')
            OR excluded.phase = 'FULL' AND excluded.listing_key = ''
          """;

  private static final String MARK_DIRTY =
      """
      UPDATE bucket_shard SET dirty_since = ?1
      WHERE (dirty_since IS NULL OR dirty_since > ?1) AND
      """;
  private static final String DIRTY = MARK_DIRTY + "instance = ?2 AND shard = ?3";
  private static final String ALL_DIRTY = MARK_DIRTY + "log_shard = ?2";
  private static final String RESTART_ALL =
      """
      UPDATE bucket_shard SET phase = 'INIT', position = NULL, previous = NULL, listing_key = '',
        listing_version = '', recheck = 1
      WHERE phase IN ('FULL', 'INCREMENTAL')
      """;
  private static final String CLEAN =
      "UPDATE bucket_shard SET dirty_since = NULL WHERE instance = ? AND shard = ?";
  private static final String MOVE_LOG_SHARD =
      "INSERT OR REPLACE INTO log_shard (kind, shard, period, position, previous, updated)"
          + " VALUES (?, ?, ?, ?, ?, ?)";
  private static final String SEE_BUCKET =
      """
      INSERT INTO bucket (marker, name, source_id, shards, versioning, destination_id, standing,
        reason)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (marker, name) DO UPDATE SET source_id = excluded.source_id,
        shards = excluded.shards, versioning = excluded.versioning,
        destination_id = excluded.destination_id, standing = excluded.standing,
        reason = excluded.reason
      """;
  private static final String PARK =
      """
      INSERT INTO parked (instance, shard, key, version, operation, olh_epoch, reason, attempts,
        since, next_try)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (instance, shard, key, version) DO UPDATE SET operation = excluded.operation,
        olh_epoch = excluded.olh_epoch, reason = excluded.reason, attempts = excluded.attempts,
        since = min(since, excluded.since), next_try = excluded.next_try
      """;
  private static final String UNPARK =
      "DELETE FROM parked WHERE instance = ? AND shard = ? AND key = ? AND version = ?";
  private static final String FORGET_INDEX =
      "DELETE FROM fact WHERE name = ?1 OR substr(name, 1, length(?1) + 1) = ?1 || ':'";
  private static final String PUT_USER =
      "INSERT OR REPLACE INTO destination_user (uid, refusal) VALUES (?, ?)";
  private static final String RETRY_AT =
      """
      UPDATE bucket_shard SET retry_at =
        (SELECT min(next_try) FROM parked WHERE instance = ?1 AND shard = ?2)
      WHERE instance = ?1 AND shard = ?2
      """;

  private final Sql sql;

  ChangeWriter(Sql sql) {
    this.sql = sql;
  }

  void apply(Change change) throws SQLException {
    if (change instanceof Change.LogShardMoved moved) {
      moveLogShard(moved.state());
    } else if (change instanceof Change.Parked parked) {
      park(parked.entry());
    } else if (change instanceof Change.Unparked entry) {
      unpark(entry.shard(), entry.key(), entry.instance());
    } else if (change instanceof Change.BucketSeen seen) {
      see(seen.state());
    } else if (change instanceof Change.BucketForgotten forgotten) {
      forgetBucket(forgotten.source());
    } else if (change instanceof Change.InstanceForgotten forgotten) {
      forgetInstance(forgotten.instance());
    } else if (change instanceof Change.UserOwned user) {
      sql.update(PUT_USER, user.uid(), null);
    } else if (change instanceof Change.UserRefused user) {
      sql.update(PUT_USER, user.uid(), user.reason());
    } else if (change instanceof Change.UserForgotten user) {
      sql.update("DELETE FROM destination_user WHERE uid = ?", user.uid());
    } else if (change instanceof Change.Fact fact) {
      sql.update(
          "INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)", fact.name(), fact.value());
    } else if (change instanceof Change.FactRemoved fact) {
      sql.update("DELETE FROM fact WHERE name = ?", fact.name());
    } else {
      applyToShard(change);
    }
  }

  private void applyToShard(Change change) throws SQLException {
    if (change instanceof Change.ShardMoved moved) {
      put(MOVE_SHARD, moved.state());
    } else if (change instanceof Change.ShardDiscovered found) {
      put(DISCOVER_SHARD, found.state());
    } else if (change instanceof Change.Dirty dirty) {
      put(DISCOVER_SHARD, BucketShardState.fresh(dirty.shard(), dirty.logShard(), false));
      BucketShard shard = dirty.shard();
      sql.update(DIRTY, Rows.column(dirty.since()), instance(shard), shard.shard());
    } else if (change instanceof Change.AllDirty dirty) {
      sql.update(ALL_DIRTY, Rows.column(dirty.since()), dirty.logShard());
    } else if (change instanceof Change.AllRestarted) {
      sql.update(RESTART_ALL);
    } else if (change instanceof Change.Clean clean) {
      sql.update(CLEAN, instance(clean.shard()), clean.shard().shard());
    } else {
      throw new IllegalArgumentException("not a change that can be saved: " + change);
    }
  }

  private void moveLogShard(LogShardState state) throws SQLException {
    sql.update(
        MOVE_LOG_SHARD,
        state.kind().name(),
        state.shard(),
        state.period(),
        Rows.column(state.position()),
        Rows.column(state.previous()),
        Rows.column(state.updated()));
  }

  private void put(String statement, BucketShardState state) throws SQLException {
    sql.update(
        statement,
        instance(state.shard()),
        state.shard().shard(),
        state.logShard(),
        state.phase().name(),
        Rows.column(state.position()),
        Rows.column(state.previous()),
        state.listing().key(),
        state.listing().versionId(),
        state.recheck() ? 1 : 0);
  }

  private void see(BucketState state) throws SQLException {
    sql.update(
        SEE_BUCKET,
        state.sourceMarker(),
        state.source().bucket().toString(),
        state.source().id(),
        state.shards(),
        state.versioning().name(),
        state.destinationId(),
        state.standing().name(),
        state.reason());
  }

  private void forgetBucket(BucketInstance source) throws SQLException {
    sql.update(
        "DELETE FROM bucket WHERE name = ? AND source_id = ?",
        source.bucket().toString(),
        source.id());
    forgetInstance(source);
  }

  private void forgetInstance(BucketInstance instance) throws SQLException {
    sql.update("DELETE FROM bucket_shard WHERE instance = ?", instance.toString());
    sql.update("DELETE FROM parked WHERE instance = ?", instance.toString());
    sql.update(FORGET_INDEX, Shortfall.indexOf(instance));
  }

  private void park(ParkedEntry entry) throws SQLException {
    sql.update(
        PARK,
        instance(entry.shard()),
        entry.shard().shard(),
        entry.key(),
        entry.instance(),
        entry.operation(),
        Rows.column(entry.olhEpoch()),
        entry.reason(),
        entry.attempts(),
        Rows.column(entry.since()),
        Rows.column(entry.nextTry()));
    sql.update(RETRY_AT, instance(entry.shard()), entry.shard().shard());
  }

  private void unpark(BucketShard shard, String key, String version) throws SQLException {
    if (sql.update(UNPARK, instance(shard), shard.shard(), key, version) > 0) {
      sql.update(RETRY_AT, instance(shard), shard.shard());
    }
  }

  private static String instance(BucketShard shard) {
    return shard.instance().toString();
  }
}
