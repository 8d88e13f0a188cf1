package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gyre.testing.Difference;
import io.gyre.testing.ZoneComparison;
import io.gyre.testing.ZonePair;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the destination of a pair is to be equal to the source in: all users, some buckets.
 *
 * @param buckets by {@code name} or {@code tenant/name}
 */
record Replica(ZonePair zones, Predicate<String> buckets) {
  private static final Duration ARRIVAL = Duration.ofSeconds(120);

  /** In everything. */
  static Replica of(ZonePair zones) {
    return new Replica(zones, bucket -> true);
  }

  /** In the buckets whose names begin so, and all users. */
  static Replica of(ZonePair zones, String prefix) {
    return new Replica(zones, bucket -> bucket.startsWith(prefix));
  }

  void assertEqual() {
    assertThat(differences()).isEmpty();
  }

  /** Waits until all that was changed at the source has arrived. */
  void awaitEqual(GyreProcess gyre) {
    await()
        .atMost(ARRIVAL)
        .pollInterval(Duration.ofMillis(500))
        // What is removed while it is compared cannot be read.
        .ignoreExceptionsInstanceOf(IllegalStateException.class)
        .untilAsserted(() -> assertThat(differences()).as(gyre::output).isEmpty());
  }

  private List<Difference> differences() {
    return ZoneComparison.of(zones.source(), zones.destination())
        .withBytes()
        .onlyBuckets(buckets)
        .differences();
  }
}
