package io.gyre.config;

import java.time.Duration;

/**
 * How long a network call may take.
 *
 * @param connect until a TCP connection stands; 10ms to 1m, at most {@code call}
 * @param acquire waiting for a free connection; 10ms to 10m
 * @param read without a byte from the other end; 10ms to 10m
 * @param call a small call as a whole (a log page, a HEAD, metadata); 10ms to 10m
 * @param objectBase what any object may take; 100ms to 1h
 * @param objectMinThroughput what an object's size may add: slower than this is given up; 1KiB/s to
 *     100GiB/s
 * @param drain at a stop: until what is in flight has ended; 0s to 10m
 * @param lease for how long the destination keeps this route for us without hearing from us; 5s to
 *     10m
 */
public record TimeoutsConfig(
    @Default("2s") Duration connect,
    @Default("10s") Duration acquire,
    @Default("30s") Duration read,
    @Default("30s") Duration call,
    @Default("60s") Duration objectBase,
    @Default("1MiB/s") DataRate objectMinThroughput,
    @Default("20s") Duration drain,
    @Default("30s") Duration lease) {

  /** Checks the ranges. */
  public TimeoutsConfig {
    new Rules()
        .between("connect", connect, "10ms", "1m")
        .between("acquire", acquire, "10ms", "10m")
        .between("read", read, "10ms", "10m")
        .between("call", call, "10ms", "10m")
        .between("object-base", objectBase, "100ms", "1h")
        .between("object-min-throughput", objectMinThroughput, "1KiB/s", "100GiB/s")
        .between("drain", drain, "0s", "10m")
        .between("lease", lease, "5s", "10m")
        .atMost("connect", connect, "call", call)
        .verify();
  }

  /** What holds where nothing is given. */
  public static TimeoutsConfig defaults() {
    return RecordBinder.defaults(TimeoutsConfig.class);
  }

  /** How long the copy of an object of so many bytes may take. */
  public Duration object(long bytes) {
    return objectBase.plus(objectMinThroughput.timeFor(bytes));
  }
}
