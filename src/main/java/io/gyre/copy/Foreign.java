package io.gyre.copy;

/**
 * How versions of the destination are named that are no images, where it is the source's ids that
 * count: no version of the source is called so.
 */
public final class Foreign {
  private static final String PREFIX = "destination:";

  private Foreign() {}

  /** The name of a version by the id that the destination gave it. */
  public static String token(String destinationId) {
    return PREFIX + destinationId;
  }
}
