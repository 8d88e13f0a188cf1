package io.gyre.check;

import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one look at something found.
 *
 * @param aspects what differs, the first of it; none but for {@link Outcome#DIFFERS}
 * @param source what the source had, to be compared with what it has later; empty where that is not
 *     known
 * @param failure why it could not be looked at; empty where it could
 * @param notCarried what the destination cannot have of it, with numbers; of what both have
 */
record Look(
    Outcome outcome,
    List<Aspect> aspects,
    Optional<Object> source,
    Optional<Throwable> failure,
    Map<String, Integer> notCarried) {
  /** Of a key with many versions, more are not kept. */
  static final int MAX_ASPECTS = 100;

  /** How both ends compare. */
  enum Outcome {
    EQUAL,
    DIFFERS,
    MISSING,
    EXTRA,
    /** Neither end has it. */
    GONE,
    /** One of the ends did not tell. */
    FAILED
  }

  Look {
    aspects = aspects.stream().limit(MAX_ASPECTS).toList();
    notCarried = Map.copyOf(notCarried);
  }

  /** Of something that both have. */
  static Look of(List<Aspect> aspects, Object source) {
    Outcome outcome = aspects.isEmpty() ? Outcome.EQUAL : Outcome.DIFFERS;
    return new Look(outcome, aspects, Optional.of(source), Optional.empty(), Map.of());
  }

  /**
   * Of something that not both have.
   *
   * @param here whether the source has it
   * @param there whether the destination has it
   */
  static Look absent(boolean here, boolean there, Object source) {
    Outcome ofOne = here ? Outcome.MISSING : Outcome.EXTRA;
    Outcome outcome = here || there ? ofOne : Outcome.GONE;
    return new Look(outcome, List.of(), Optional.of(source), Optional.empty(), Map.of());
  }

  /** Of something about which an end did not tell. */
  static Look failed(Throwable failure) {
    Throwable cause = GatewayException.unwrap(failure);
    return new Look(Outcome.FAILED, List.of(), Optional.empty(), Optional.of(cause), Map.of());
  }

  /** The same, of which the destination cannot have all. */
  Look notCarrying(Map<String, Integer> kinds) {
    return new Look(outcome, aspects, source, failure, kinds);
  }

  /** Whether another look would fail alike. */
  boolean hopeless() {
    return failure
        .map(GatewayException::classOf)
        .filter(found -> found == FailureClass.INVALID || found == FailureClass.DENIED)
        .isPresent();
  }
}
