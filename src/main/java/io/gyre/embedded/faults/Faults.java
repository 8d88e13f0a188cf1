package io.gyre.embedded.faults;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What goes wrong at a gateway. The same seed gives the same faults to the same requests in the
 * same order. Thread-safe; may be changed while the gateway runs.
 */
public final class Faults {
  private final Random random;
  private volatile List<FaultRule> rules = List.of();
  private long done;

  /** None, until there are rules. */
  public Faults(long seed) {
    this.random = new Random(seed);
  }

  /** Replaces all rules. Of those that match a request, the first that strikes counts. */
  public synchronized void set(FaultRule... wanted) {
    rules = List.of(wanted);
  }

  /** Whether nothing goes wrong. */
  public boolean none() {
    return rules.isEmpty();
  }

  /** How many requests something was done wrong with. */
  public synchronized long done() {
    return done;
  }

  /**
   * What goes wrong with a request.
   *
   * @param request {@code METHOD /path?query}
   */
  public synchronized Optional<Fault> of(String request) {
    for (FaultRule rule : rules) {
      if (rule.requests().matcher(request).find() && random.nextDouble() < rule.probability()) {
        done++;
        return Optional.of(rule.fault());
      }
    }
    return Optional.empty();
  }
}
