package io.gyre.log;

/**
 * A place in one log shard, after which reading goes on. "From the beginning" is a value of its own
 * and never an empty marker: an empty answer of the gateway carries an empty marker, and storing
 * that would mean reading everything again.
 */
public sealed interface LogPosition {

  /** Before the oldest entry that the log still has. */
  Origin ORIGIN = new Origin();

  /** Before the oldest entry that the log still has. */
  record Origin() implements LogPosition {
    @Override
    public String toString() {
      return "(beginning)";
    }
  }

  /**
   * After the entry of this marker.
   *
   * @param value as the gateway gave it; opaque, never parsed, never compared but for equality
   */
  record Marker(String value) implements LogPosition {
    public Marker {
      if (value.isBlank()) {
        throw new IllegalArgumentException("a log marker is never blank");
      }
    }

    @Override
    public String toString() {
      return value;
    }
  }

  /** The marker of a gateway's answer; the beginning where the gateway answered an empty one. */
  static LogPosition of(String value) {
    return value.isBlank() ? ORIGIN : new Marker(value);
  }
}
