package io.gyre.config;

import java.time.Duration;

/**
 * How often the source is asked for changes. Pauses are rounded up to the next 50 ms.
 *
 * @param idle pause between two reads of a log shard in which nothing happens; 50ms to 1h. 128 data
 *     and 64 metadata log shards make about ten requests a second at 20s
 * @param active the longest pause between two reads of a data log shard while any of them had
 *     entries within the data log window; 50ms to 1h, beyond {@code idle} without effect. 5s make
 *     26 requests a second
 * @param busy pause between two reads of a log shard that just had entries; 10ms to 1m, at most
 *     {@code idle}
 * @param bucketMin first pause before a bucket shard that changed is read again; 10ms to 1m
 * @param bucketMax pause to which it grows while the bucket shard stays quiet; 10ms to 10m
 * @param dataLogWindow the gateway's {@code rgw_data_log_window}: for so long it keeps a repeated
 *     change of a bucket shard to itself, so a bucket shard is read until it has been quiet for
 *     longer; 1s to 1h
 * @param sweep pause between two looks at all bucket shards, for changes that a crashed gateway
 *     never announced; 1s to 7d
 * @param metadataFullInterval pause between two full metadata passes where the source has no
 *     metadata log; 1s to 7d
 */
public record PollingConfig(
    @Default("20s") Duration idle,
    @Default("5s") Duration active,
    @Default("1s") Duration busy,
    @Default("250ms") Duration bucketMin,
    @Default("4s") Duration bucketMax,
    @Default("30s") Duration dataLogWindow,
    @Default("10m") Duration sweep,
    @Default("1h") Duration metadataFullInterval) {

  /** Checks the ranges. */
  public PollingConfig {
    new Rules()
        .between("idle", idle, "50ms", "1h")
        .between("active", active, "50ms", "1h")
        .between("busy", busy, "10ms", "1m")
        .between("bucket-min", bucketMin, "10ms", "1m")
        .between("bucket-max", bucketMax, "10ms", "10m")
        .between("data-log-window", dataLogWindow, "1s", "1h")
        .between("sweep", sweep, "1s", "7d")
        .between("metadata-full-interval", metadataFullInterval, "1s", "7d")
        .atMost("busy", busy, "idle", idle)
        .atMost("bucket-min", bucketMin, "bucket-max", bucketMax)
        .verify();
  }

  /** What holds where nothing is given. */
  public static PollingConfig defaults() {
    return RecordBinder.defaults(PollingConfig.class);
  }
}
