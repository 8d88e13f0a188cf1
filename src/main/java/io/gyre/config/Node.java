package io.gyre.config;

import java.util.List;
import java.util.Map;

/** A part of a configuration as it was written: texts, not yet values. */
public sealed interface Node {
  /** What is not there. */
  Node ABSENT = new Nothing("");

  /** File and line, or the flag. */
  String where();

  /** A key without a value. */
  record Nothing(String where) implements Node {}

  /** A single value. */
  record Scalar(String text, String where) implements Node {
    @Override
    public String toString() {
      // It may be a secret.
      return "Scalar[" + where + "]";
    }
  }

  /** A list. */
  record Sequence(List<Node> items, String where) implements Node {
    /** Copies the list. */
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** Keys with values, in the order in which they were written. */
  record Section(Map<String, Node> entries, String where) implements Node {
    static final Section EMPTY = new Section(Map.of(), "");

    Node get(String key) {
      return entries.getOrDefault(key, ABSENT);
    }
  }
}
