package io.gyre.doctor;

import java.util.List;

/**
 * A look at the first buckets of a zone.
 *
 * @param looked buckets looked at
 * @param complete whether these were all
 * @param withRules those that have lifecycle rules
 */
public record LifecycleLook(int looked, boolean complete, List<String> withRules) {
  public LifecycleLook {
    withRules = List.copyOf(withRules);
  }
}
