package io.gyre.s3;

import io.gyre.config.Endpoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The endpoints of a zone in turn, those that failed left out for a while. None is used before it
 * was asked whether it is of the zone, nor after a failure before it was asked again: an address
 * may be that of another zone by then. Safe for use by several threads.
 */
public final class EndpointRotation {
  /** How long an endpoint that could not be reached is left out. */
  public static final Duration LEFT_OUT = Duration.ofSeconds(10);

  private static final CompletableFuture<Endpoint> NOT_ASKED =
      CompletableFuture.failedFuture(new IllegalStateException("not asked yet"));

  private final List<Slot> slots = new ArrayList<>();
  private final Clock clock;
  private final Question question;
  private int turn;

  /** Finds out whether an endpoint is of the zone. */
  @FunctionalInterface
  public interface Question {
    /** Fails, with a {@code GatewayException}, when it is not or when that is not known. */
    CompletionStage<?> ask(Endpoint endpoint);
  }

  /** A rotation over at least one endpoint, each of which is taken for one of the zone. */
  public EndpointRotation(List<Endpoint> endpoints, Clock clock) {
    this(endpoints, clock, endpoint -> CompletableFuture.completedFuture(endpoint));
  }

  /** A rotation over at least one endpoint. */
  public EndpointRotation(List<Endpoint> endpoints, Clock clock, Question question) {
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("a zone has at least one endpoint");
    }
    endpoints.forEach(endpoint -> slots.add(new Slot(endpoint)));
    this.clock = clock;
    this.question = question;
  }

  /**
   * The endpoint to use for the next request. While none has shown to be of the zone, the one whose
   * failure is longest ago is waited for; fails when it is not.
   */
  public synchronized CompletableFuture<Endpoint> next() {
    Instant now = clock.instant();
    Slot best = slots.get(turn % slots.size());
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get((turn + i) % slots.size());
      if (!slot.leftOutUntil.isAfter(now)) {
        ask(slot);
      }
      if (slot.isOfZone()) {
        turn = (turn + i + 1) % slots.size();
        return slot.asked;
      }
      best = slot.leftOutUntil.isBefore(best.leftOutUntil) ? slot : best;
    }
    ask(best);
    return best.asked;
  }

  /** Once at a time; asks nothing of one that has answered well. */
  private void ask(Slot slot) {
    if (slot.asked.isCompletedExceptionally()) {
      Endpoint endpoint = slot.endpoint;
      slot.asked =
          question
              .ask(endpoint)
              .<Endpoint>thenApply(isOfZone -> endpoint)
              .whenComplete(
                  (isOfZone, isNot) -> {
                    if (isNot != null) {
                      failed(endpoint);
                    }
                  })
              .toCompletableFuture();
    }
  }

  /** An endpoint could not be reached, or broke a connection. */
  public synchronized void failed(Endpoint endpoint) {
    Instant until = clock.instant().plus(LEFT_OUT);
    for (Slot slot : slots) {
      if (slot.endpoint.equals(endpoint)) {
        slot.leftOutUntil = until;
        slot.asked = slot.isOfZone() ? NOT_ASKED : slot.asked;
      }
    }
  }

  /** How many endpoints there are: as often is it worth to try one call. */
  public int size() {
    return slots.size();
  }

  private static final class Slot {
    private final Endpoint endpoint;
    private Instant leftOutUntil = Instant.MIN;
    private CompletableFuture<Endpoint> asked = NOT_ASKED;

    private Slot(Endpoint endpoint) {
      this.endpoint = endpoint;
    }

    private boolean isOfZone() {
      return asked.isDone() && !asked.isCompletedExceptionally();
    }
  }
}
