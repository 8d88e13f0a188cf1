package io.gyre.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds up what an end cannot have. Pure. */
final class NotCarried {
  private NotCarried() {}

  static Map<String, Integer> of(List<String> kinds) {
    Map<String, Integer> counts = new HashMap<>();
    kinds.forEach(kind -> counts.merge(kind, 1, Integer::sum));
    return counts;
  }

  static Map<String, Integer> sum(Map<String, Integer> some, Map<String, Integer> more) {
    if (some.isEmpty() || more.isEmpty()) {
      return some.isEmpty() ? more : some;
    }
    Map<String, Integer> counts = new HashMap<>(some);
    more.forEach((kind, count) -> counts.merge(kind, count, Integer::sum));
    return counts;
  }
}
