package io.gyre.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects differences from many threads; keeps the first ones and counts the rest. */
final class Findings {
  private static final int KEPT = 200;

  private final List<Difference> differences = new ArrayList<>();
  private int left;

  /** Notes a difference unless both are equal; null stands for absent. */
  void compare(String where, String what, @Nullable Object source, @Nullable Object destination) {
    if (!Objects.equals(source, destination)) {
      add(where, what, text(source), text(destination));
    }
  }

  synchronized void add(String where, String what, String source, String destination) {
    if (differences.size() < KEPT) {
      differences.add(new Difference(where, what, source, destination));
    } else {
      left++;
    }
  }

  synchronized List<Difference> all() {
    List<Difference> all = new ArrayList<>(differences);
    if (left > 0) {
      all.add(new Difference("and so on", "differences left off", "" + left, "" + left));
    }
    return List.copyOf(all);
  }

  private static String text(@Nullable Object value) {
    return value == null ? Difference.ABSENT : value.toString();
  }
}
