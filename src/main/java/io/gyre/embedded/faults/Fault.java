package io.gyre.embedded.faults;

import java.time.Duration;

/** One thing that goes wrong with a request. */
public sealed interface Fault {
  /** The answer comes later; nothing else is wrong with it. */
  record Delay(Duration time) implements Fault {}

  /** Nothing is done, and the answer is an error with this status, 400 to 599. */
  record Status(int status) implements Fault {
    private static final int MIN = 400;
    private static final int MAX = 599;

    /** Checks the status. */
    public Status {
      if (status < MIN || status > MAX) {
        throw new IllegalArgumentException("no status of an error: " + status);
      }
    }
  }

  /** Nothing is done, and the connection breaks. */
  record Reset() implements Fault {}

  /** It is done, and nobody hears of it: the answer never comes. */
  record NoAnswer() implements Fault {}

  /** The connection breaks after half of the answer's body. */
  record Truncate() implements Fault {}

  /** The answer's document ends amid a word, although all its announced bytes came. */
  record HalfDocument() implements Fault {}
}
