package io.gyre.config;

import java.util.Optional;

/**
 * How much is done at once. These bound memory, connections, and the load on both zones.
 *
 * @param objectsInFlight objects being copied at the same time; 1 to 1024
 * @param bytesInFlight sum of the sizes of these objects (a larger object goes alone); 1MiB to 1TiB
 * @param fullPasses bucket shards in their full pass at once; 1 to 1024
 * @param liveWorkers bucket shards whose index log is followed at once; 1 to 4096
 * @param logPage entries asked for in one read of a log; 1 to 1000, where the gateway cuts it off
 * @param listingPage entries asked for in one listing of a bucket shard; 1 to 1000
 * @param connectionsPerZone connections for objects to one zone; at least {@code
 *     objects-in-flight}, at most 4096. Not given: see {@link #connections}
 * @param bandwidth bytes of objects a second; 1KiB/s to 1TiB/s. Not given: no limit
 * @param objectsPerSecond copies begun a second; 1 to 1000000. Not given: no limit
 * @param maxDelete objects that may be deleted at the destination together with a bucket that the
 *     source removed; a bucket with more is left there and named. Not given: any number
 * @param maxDeletePerHour objects of one bucket that may be deleted at the destination within an
 *     hour, delete markers among them; with more, the bucket is stopped until that is confirmed.
 *     Not given: any number
 */
public record LimitsConfig(
    @Default("64") int objectsInFlight,
    @Default("256MiB") DataSize bytesInFlight,
    @Default("16") int fullPasses,
    @Default("64") int liveWorkers,
    @Default("1000") int logPage,
    @Default("1000") int listingPage,
    Optional<Integer> connectionsPerZone,
    Optional<DataRate> bandwidth,
    Optional<Integer> objectsPerSecond,
    Optional<Integer> maxDelete,
    Optional<Integer> maxDeletePerHour) {

  /** Checks the ranges. */
  public LimitsConfig {
    var rules =
        new Rules()
            .between("objects-in-flight", objectsInFlight, 1, 1024)
            .between("bytes-in-flight", bytesInFlight, "1MiB", "1TiB")
            .between("full-passes", fullPasses, 1, 1024)
            .between("live-workers", liveWorkers, 1, 4096)
            .between("log-page", logPage, 1, 1000)
            .between("listing-page", listingPage, 1, 1000);
    connectionsPerZone.ifPresent(
        given -> rules.between("connections-per-zone", given, objectsInFlight, 4096));
    bandwidth.ifPresent(given -> rules.between("bandwidth", given, "1KiB/s", "1TiB/s"));
    objectsPerSecond.ifPresent(given -> rules.between("objects-per-second", given, 1, 1_000_000));
    maxDelete.ifPresent(given -> rules.between("max-delete", given, 0, Integer.MAX_VALUE));
    maxDeletePerHour.ifPresent(
        given -> rules.between("max-delete-per-hour", given, 0, Integer.MAX_VALUE));
    rules.verify();
  }

  /** What holds where nothing is given. */
  public static LimitsConfig defaults() {
    return RecordBinder.defaults(LimitsConfig.class);
  }

  /**
   * Connections for objects to one zone: as given, else two for each object in flight (its data,
   * and its attributes or parts).
   */
  public int connections() {
    return connectionsPerZone.orElse(2 * objectsInFlight);
  }

  /**
   * Parts of large objects that are copied at once: each takes a connection to either end, and the
   * objects that are not in parts take theirs.
   */
  public int partsAtOnce() {
    return Math.max(1, connections() / 4);
  }
}
