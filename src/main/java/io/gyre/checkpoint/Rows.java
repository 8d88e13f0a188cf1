package io.gyre.checkpoint;

import io.gyre.copy.Image;
import io.gyre.log.BucketInstance;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.ListingPosition;
import io.gyre.log.LogPosition;
import io.gyre.log.Versioning;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How values lie in columns, in both directions. */
final class Rows {
  private static final int NANOS = 1_000_000_000;
  private static final Instant MIN = Instant.ofEpochSecond(Long.MIN_VALUE / NANOS);
  private static final Instant MAX = Instant.ofEpochSecond(Long.MAX_VALUE / NANOS);

  private Rows() {}

  static LogShardState logShard(ResultSet row) throws SQLException {
    return new LogShardState(
        LogKind.valueOf(row.getString("kind")),
        row.getInt("shard"),
        row.getString("period"),
        position(row.getString("position")),
        position(row.getString("previous")),
        time(row.getLong("updated")));
  }

  static BucketShardState bucketShard(ResultSet row) throws SQLException {
    return new BucketShardState(
        shard(row),
        row.getInt("log_shard"),
        Phase.valueOf(row.getString("phase")),
        position(row.getString("position")),
        position(row.getString("previous")),
        new ListingPosition(row.getString("listing_key"), row.getString("listing_version")),
        row.getBoolean("recheck"),
        optionalTime(row, "dirty_since"));
  }

  static BucketState bucket(ResultSet row) throws SQLException {
    return new BucketState(
        new BucketInstance(BucketName.parse(row.getString("name")), row.getString("source_id")),
        row.getString("marker"),
        row.getInt("shards"),
        Versioning.valueOf(row.getString("versioning")),
        row.getString("destination_id"),
        BucketState.Standing.valueOf(row.getString("standing")),
        row.getString("reason"));
  }

  static ParkedEntry parked(ResultSet row) throws SQLException {
    return new ParkedEntry(
        shard(row),
        row.getString("key"),
        row.getString("version"),
        row.getString("operation"),
        optionalNumber(row, "olh_epoch"),
        row.getString("reason"),
        row.getInt("attempts"),
        time(row.getLong("since")),
        time(row.getLong("next_try")));
  }

  static ParkedItem parkedItem(ResultSet row) throws SQLException {
    return new ParkedItem(row.getLong("id"), parked(row));
  }

  static Image image(ResultSet row) throws SQLException {
    return new Image(
        row.getString("version"), time(row.getLong("mtime")), row.getString("destination_id"));
  }

  static OpenUpload upload(ResultSet row) throws SQLException {
    return new OpenUpload(
        BucketName.parse(row.getString("bucket")),
        row.getString("key"),
        row.getString("upload_id"),
        row.getString("version"),
        row.getString("etag"),
        time(row.getLong("mtime")),
        time(row.getLong("begun")));
  }

  private static BucketShard shard(ResultSet row) throws SQLException {
    return new BucketShard(BucketInstance.parse(row.getString("instance")), row.getInt("shard"));
  }

  static @Nullable String column(LogPosition position) {
    return position instanceof LogPosition.Marker marker ? marker.value() : null;
  }

  private static LogPosition position(@Nullable String column) {
    return column == null ? LogPosition.ORIGIN : new LogPosition.Marker(column);
  }

  /** Nanoseconds since 1970. A time that does not fit (1677 to 2262) becomes the nearest one. */
  static long column(Instant time) {
    Instant fitting = time.isBefore(MIN) ? MIN : time.isAfter(MAX) ? MAX : time;
    return fitting.getEpochSecond() * NANOS + fitting.getNano();
  }

  static @Nullable Long column(OptionalLong number) {
    return number.isPresent() ? number.getAsLong() : null;
  }

  static Instant time(long column) {
    return Instant.ofEpochSecond(0, column);
  }

  private static OptionalLong optionalNumber(ResultSet row, String name) throws SQLException {
    long column = row.getLong(name);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(column);
  }

  static Optional<Instant> optionalTime(ResultSet row, String name) throws SQLException {
    long column = row.getLong(name);
    return row.wasNull() ? Optional.empty() : Optional.of(time(column));
  }
}
