package io.gyre.failure;

import java.time.Duration;
import java.util.Optional;

/**
 * How often and how soon something that failed is tried again: exponential pauses with jitter.
 *
 * @param initial pause after the first failure
 * @param max the pause to which it grows
 * @param attempts before the entry is parked
 * @param parkedMin first pause of a parked entry
 * @param parkedMax the pause to which that grows
 * @param unknownSettle after so long a write that an endpoint had got, and never answered, has
 *     taken effect or never will
 */
public record RetryPolicy(
    Duration initial,
    Duration max,
    int attempts,
    Duration parkedMin,
    Duration parkedMax,
    Duration unknownSettle) {
  /** The longest pause of what had no answer, such as of an endpoint that is away. */
  public static final Duration UNANSWERED_MAX = Duration.ofSeconds(5);

  /** What the endpoint will not take however often it is asked: once more, then parked. */
  private static final int HOPELESS_ATTEMPTS = 2;

  /**
   * The pause before the next attempt; empty when the entry is to be parked.
   *
   * @param attempt how many attempts have failed, from 1
   * @param random uniform in [0, 1)
   */
  public Optional<Duration> beforeNextAttempt(
      FailureClass failureClass, int attempt, double random) {
    return attempt >= attempts(failureClass)
        ? Optional.empty()
        : Optional.of(pause(attempt, random));
  }

  /**
   * The pause after so many failures, from 1, of something that is tried for ever. What had no
   * answer at all is tried within {@link #UNANSWERED_MAX}: that costs next to nothing, and whoever
   * comes back after an outage is noticed soon.
   */
  public Duration pause(Throwable failure, int failures, double random) {
    Duration pause = pause(failures, random);
    boolean unanswered =
        GatewayException.unwrap(failure) instanceof GatewayException known && known.isUnanswered();
    return unanswered && pause.compareTo(UNANSWERED_MAX) > 0 ? UNANSWERED_MAX : pause;
  }

  /** The same, whatever the failure was. */
  public Duration pause(int failures, double random) {
    return backoff(initial, max, failures, random);
  }

  /**
   * The pause before a parked entry is tried again.
   *
   * @param rounds how often it has been parked, from 1
   */
  public Duration parkedPause(int rounds, double random) {
    return backoff(parkedMin, parkedMax, rounds, random);
  }

  /**
   * How long a key is left alone after a write whose answer never came. One that goes unanswered
   * again and again is tried less and less often, as whatever else is parked.
   *
   * @param unanswered how many writes of it in a row had no answer, from 1
   */
  public Duration settlePause(int unanswered, double random) {
    if (unanswered <= attempts) {
      return unknownSettle;
    }
    Duration parked = parkedPause(unanswered - attempts, random);
    return parked.compareTo(unknownSettle) > 0 ? parked : unknownSettle;
  }

  private int attempts(FailureClass failureClass) {
    return switch (failureClass) {
      case DENIED, INVALID -> Math.min(HOPELESS_ATTEMPTS, attempts);
      case THROTTLED -> attempts * 2;
      case UNKNOWN_OUTCOME -> 1; // another beside it could be overtaken by the first
      case TRANSIENT, GONE, CORRUPT -> attempts;
    };
  }

  /** Doubles from {@code first} to {@code max}, then takes between half and all of it. */
  private static Duration backoff(Duration first, Duration max, int failures, double random) {
    int doublings = Math.min(Math.max(failures - 1, 0), 30);
    double millis = Math.min((double) max.toMillis(), first.toMillis() * Math.pow(2, doublings));
    return Duration.ofMillis(Math.round(millis * (0.5 + random / 2)));
  }
}
