package io.gyre.app;

import io.gyre.config.agent.RegionMapSource;
import java.time.Clock;

/**
 * What the commands need of the rest of the program, chosen in one place.
 *
 * @param sync replicates a route
 * @param status prints a checkpoint
 * @param regionMaps asks a gateway for the topology it knows
 */
public record Wiring(SyncRunner sync, StatusReader status, RegionMapSource regionMaps) {

  /** The real parts, which end with the process. */
  public static Wiring real() {
    return real(Termination.bySignal());
  }

  /** The real parts. */
  static Wiring real(Termination termination) {
    return new Wiring(
        new Replicator(termination),
        new CheckpointStatus(
            System.out, Clock.systemUTC(), config -> new OpsClient(config).status()),
        new RegionMapReader());
  }
}
