package io.gyre.s3;

import io.gyre.config.Endpoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The endpoints of a zone in turn, those that failed left out for a while. When all of them failed,
 * the one whose failure is longest ago is tried. Safe for use by several threads.
 */
public final class EndpointRotation {
  /** How long an endpoint that could not be reached is left out. */
  public static final Duration LEFT_OUT = Duration.ofSeconds(10);

  private final List<Slot> slots = new ArrayList<>();
  private final Clock clock;
  private int turn;

  /** A rotation over at least one endpoint. */
  public EndpointRotation(List<Endpoint> endpoints, Clock clock) {
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("a zone has at least one endpoint");
    }
    endpoints.forEach(endpoint -> slots.add(new Slot(endpoint)));
    this.clock = clock;
  }

  /** The endpoint to use for the next request. */
  public synchronized Endpoint next() {
    Instant now = clock.instant();
    Slot best = slots.get(turn % slots.size());
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get((turn + i) % slots.size());
      if (!slot.usableAt.isAfter(now)) {
        turn = (turn + i + 1) % slots.size();
        return slot.endpoint;
      }
      best = slot.usableAt.isBefore(best.usableAt) ? slot : best;
    }
    return best.endpoint;
  }

  /** An endpoint could not be reached, or broke a connection. */
  public synchronized void failed(Endpoint endpoint) {
    Instant usableAt = clock.instant().plus(LEFT_OUT);
    setUsableAt(endpoint, usableAt);
  }

  /** An endpoint answered, whatever it answered. */
  public synchronized void answered(Endpoint endpoint) {
    setUsableAt(endpoint, Instant.MIN);
  }

  private void setUsableAt(Endpoint endpoint, Instant time) {
    for (Slot slot : slots) {
      if (slot.endpoint.equals(endpoint)) {
        slot.usableAt = time;
      }
    }
  }

  /** How many endpoints there are: as often is it worth to try one call. */
  public int size() {
    return slots.size();
  }

  private static final class Slot {
    private final Endpoint endpoint;
    private Instant usableAt = Instant.MIN;

    private Slot(Endpoint endpoint) {
      this.endpoint = endpoint;
    }
  }
}
