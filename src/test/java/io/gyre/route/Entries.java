package io.gyre.route;

import io.gyre.checkpoint.BucketShardState;
import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.ParkedEntry;
import io.gyre.copy.CopyTask;
import io.gyre.copy.CopyTask.Intent;
import io.gyre.log.BucketIndexEntry;
import io.gyre.log.BucketIndexEntry.Op;
import io.gyre.log.BucketInstance;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.DataLogEntry;
import io.gyre.log.ListedVersion;
import io.gyre.log.LogPosition;
import io.gyre.log.MetadataLogEntry;
import io.gyre.log.Versioning;
import io.gyre.log.Watermark;
import java.time.Instant;
import java.util.OptionalLong;

/** Entries of logs and listings, and what they are about. */
final class Entries {
  private Entries() {}

  static BucketShard bucketShard(String bucket) {
    return new BucketShard(new BucketInstance(new BucketName("", bucket), "id-" + bucket), 0);
  }

  /** A bucket that is followed. */
  static BucketState bucket(BucketInstance instance) {
    return new BucketState(
        instance, instance.id(), 1, Versioning.NEVER, "there", BucketState.Standing.FOLLOWED, "");
  }

  static LogPosition.Marker marker(int number) {
    return new LogPosition.Marker(String.format("%06d", number));
  }

  /** Done up to this entry, the one before it being known. */
  static Watermark doneTo(int number) {
    return new Watermark(marker(number), marker(number - 1));
  }

  static DataLogEntry changed(int number, BucketShard shard) {
    return changed(number, shard, TestClock.START.minusSeconds(60));
  }

  static DataLogEntry changed(int number, BucketShard shard, Instant time) {
    return new DataLogEntry(marker(number), time, shard);
  }

  static MetadataLogEntry metadata(int number, String section, String key, boolean complete) {
    return new MetadataLogEntry(marker(number), TestClock.START, section, key, complete);
  }

  static MetadataLogEntry metadata(int number, String section, String key, Instant time) {
    return new MetadataLogEntry(marker(number), time, section, key, true);
  }

  static BucketIndexEntry write(int number, String key) {
    return entry(number, Op.WRITE, key);
  }

  static BucketIndexEntry write(int number, String key, Instant time) {
    return new BucketIndexEntry(
        marker(number), number, Op.WRITE, true, key, "", time, 3, 1, false, "");
  }

  static BucketIndexEntry entry(int number, Op op, String key) {
    return new BucketIndexEntry(
        marker(number), number, op, true, key, "", TestClock.START, 3, 1, false, "");
  }

  static ListedVersion listed(String key) {
    return new ListedVersion(
        key, "null", false, true, OptionalLong.empty(), TestClock.START, "etag", 1, "owner", "");
  }

  static CopyTask task(String key, Intent intent) {
    return new CopyTask(
        key,
        "",
        intent,
        OptionalLong.empty(),
        "",
        TestClock.START,
        CopyTask.UNKNOWN_SIZE,
        false,
        false);
  }

  static BucketShardState fresh(BucketShard shard) {
    return BucketShardState.fresh(shard, 0, false);
  }

  static BucketShardState followed(BucketShard shard, Watermark reached) {
    return fresh(shard).startFull(reached.position()).follow().advanceTo(reached);
  }

  /** A write that was refused for good. */
  static ParkedEntry refused(BucketShard shard, String key, Instant nextTry) {
    return new ParkedEntry(
        shard,
        key,
        "",
        "write",
        OptionalLong.empty(),
        "DENIED: of the test",
        1,
        TestClock.START.minusSeconds(60),
        nextTry);
  }
}
