package io.gyre.embedded.faults;

import java.time.Duration;

/** One thing that goes wrong with a request. */
public sealed interface Fault {
  /** The answer comes later, by less than the two minutes that a connection may idle. */
  record Delay(Duration time) implements Fault {
    private static final Duration LONGEST = Duration.ofSeconds(110);

    /** Checks the time. */
    public Delay {
      if (time.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("longer than " + LONGEST.toSeconds() + "s: " + time);
      }
    }
  }

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

  /** Nothing is done, and the connection breaks; a HEAD is answered 500. */
  record Reset() implements Fault {}

  /** It is done, and nobody hears of it: the answer never comes. */
  record NoAnswer() implements Fault {}

  /** The connection breaks after half of the answer's body; a HEAD is answered 500. */
  record Truncate() implements Fault {}

  /**
   * The answer's document ends amid a word, although all its announced bytes came. A long body is
   * truncated, a HEAD is answered 500.
   */
  record HalfDocument() implements Fault {}
}
