package io.gyre.s3;

import io.gyre.config.Endpoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The endpoints of a zone in turn, those that failed left out for a while. None is used before it
 * was asked whether it is of the zone, nor after a failure before it was asked again: an address
 * may be that of another zone by then. One that is used is asked again every minute. Safe for use
 * by several threads.
 */
public final class EndpointRotation {
  /** How long an endpoint that could not be reached is left out. */
  public static final Duration LEFT_OUT = Duration.ofSeconds(10);

  /** How often one that is used is asked again, when nothing has failed. */
  public static final Duration ASKED_EVERY = Duration.ofMinutes(1);

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
   * The endpoint to use for the next request. While none has shown to be of the zone all are asked,
   * and the first that shows it is the one; fails when none does.
   */
  public synchronized CompletableFuture<Endpoint> next() {
    Instant now = clock.instant();
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get((turn + i) % slots.size());
      if (!slot.isLeftOut(now)) {
        ask(slot);
      }
      if (slot.isOfZone()) {
        turn = (turn + i + 1) % slots.size();
        askAgain(slot, now);
        return slot.asked;
      }
    }
    return firstOfZone();
  }

  /** The one whose failure is longest ago is asked first. */
  private CompletableFuture<Endpoint> firstOfZone() {
    List<CompletableFuture<Endpoint>> answers = new ArrayList<>();
    for (Slot slot :
        slots.stream().sorted(Comparator.comparing((Slot each) -> each.leftOutUntil)).toList()) {
      ask(slot);
      if (slot.isOfZone()) {
        return slot.asked;
      }
      answers.add(slot.asked);
    }
    CompletableFuture<Endpoint> first = new CompletableFuture<>();
    AtomicInteger open = new AtomicInteger(answers.size());
    for (CompletableFuture<Endpoint> answer : answers) {
      var unused =
          answer.whenComplete(
              (endpoint, isNot) -> {
                if (isNot == null) {
                  first.complete(endpoint);
                } else if (open.decrementAndGet() == 0) {
                  first.completeExceptionally(isNot);
                }
              });
    }
    return first;
  }

  /** Once at a time; asks nothing of one that has answered well. */
  private void ask(Slot slot) {
    if (slot.asked.isCompletedExceptionally()) {
      Endpoint endpoint = slot.endpoint;
      slot.askedAt = clock.instant();
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

  /** It is used meanwhile: most likely nothing has changed. */
  private void askAgain(Slot slot, Instant now) {
    if (slot.isToBeAsked(now)) {
      var unused = askInUse(slot, now);
    }
  }

  private CompletableFuture<?> askInUse(Slot slot, Instant now) {
    slot.askedAt = now;
    return question
        .ask(slot.endpoint)
        .whenComplete(
            (isOfZone, isNot) -> {
              if (isNot != null) {
                failed(slot.endpoint);
              }
            })
        .toCompletableFuture();
  }

  /**
   * Asks all that are in use once more. To be called between what the source said and what is
   * removed because of it: fails unless all of them are of the zone still.
   */
  public synchronized CompletionStage<Void> confirm() {
    List<CompletableFuture<?>> answers = new ArrayList<>();
    Instant now = clock.instant();
    for (Slot slot : slots) {
      if (slot.isOfZone() && !slot.isLeftOut(now)) {
        answers.add(askInUse(slot, now));
      }
    }
    return answers.isEmpty()
        ? next().thenAccept(first -> {})
        : CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
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
    private Instant askedAt = Instant.MIN;
    private CompletableFuture<Endpoint> asked = NOT_ASKED;

    private Slot(Endpoint endpoint) {
      this.endpoint = endpoint;
    }

    /** What lies further ahead than that was reckoned by a clock that has been set back since. */
    private boolean isLeftOut(Instant now) {
      return leftOutUntil.isAfter(now) && !leftOutUntil.isAfter(now.plus(LEFT_OUT));
    }

    private boolean isToBeAsked(Instant now) {
      return askedAt.isAfter(now) || !askedAt.plus(ASKED_EVERY).isAfter(now);
    }

    private boolean isOfZone() {
      return asked.isDone() && !asked.isCompletedExceptionally();
    }
  }
}
