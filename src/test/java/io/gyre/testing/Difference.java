package io.gyre.testing;

/**
 * One way in which the destination is not what the source is.
 *
 * @param where what was compared: a user, a bucket, a version
 * @param what the property that differs
 * @param source its value at the source
 * @param destination its value at the destination
 */
public record Difference(String where, String what, String source, String destination) {
  static final String ABSENT = "absent";

  @Override
  public String toString() {
    return where + ": " + what + ": " + source + " at the source, " + destination + " there";
  }
}
