package io.gyre.config;

import java.util.List;
import java.util.Map;

/** A part of a configuration file as it was written: texts, not yet values. */
sealed interface Node {
  /** Counted from one. */
  int line();

  /** A key without a value. */
  record Nothing(int line) implements Node {}

  /** A single value. */
  record Scalar(String text, int line) implements Node {}

  /** A list. */
  record Sequence(List<Node> items, int line) implements Node {}

  /** Keys with values, in the order of the file. */
  record Section(Map<String, Node> entries, int line) implements Node {
    static final Section EMPTY = new Section(Map.of(), 0);
  }
}
