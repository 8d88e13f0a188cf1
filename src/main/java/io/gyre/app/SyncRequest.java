package io.gyre.app;

import io.gyre.config.GyreConfig;
import java.time.Duration;
import java.util.Optional;

/**
 * What {@code sync} and {@code agent} are asked to do.
 *
 * @param once whether to end when every change up to the start has an outcome; else replication
 *     goes on until it is told to stop
 * @param giveUpAfter how long an end that cannot be reached is waited for; empty means for ever
 * @param rescan whether all that was copied is compared anew first
 */
public record SyncRequest(
    GyreConfig config,
    boolean once,
    Optional<Duration> giveUpAfter,
    Output output,
    boolean rescan) {

  /** Goes on from where it was. */
  public SyncRequest(
      GyreConfig config, boolean once, Optional<Duration> giveUpAfter, Output output) {
    this(config, once, giveUpAfter, output, false);
  }
}
