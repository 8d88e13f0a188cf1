package io.gyre.testing;

/** Two running zones to replicate between: {@code master-1} is the source, {@code slave-1} not. */
public interface ZonePair {
  /** Whether the build runs the tests between zones of the embedded gateway now. */
  boolean EMBEDDED = System.getProperty("zones", "ceph").equals("embedded");

  /** Both gateways announce a bucket shard again after this many seconds. */
  int DATA_LOG_WINDOW_SECONDS = EMBEDDED ? 2 : 5;

  /**
   * Shards of both logs, an eighth of what a gateway has by default. All are asked again and again
   * by every process that is tested, which is most of what the tests cost.
   */
  int LOG_SHARDS = 16;

  /** Written to by the tests. */
  TestZone source();

  /** Written to by Gyre. */
  TestZone destination();

  /** Of one of the two. */
  ZoneOperator operator(TestZone zone);
}
