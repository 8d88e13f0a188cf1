package io.gyre.copy;

import java.util.Optional;

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

  /** Whether this is such a name. */
  public static boolean isToken(String name) {
    return name.startsWith(PREFIX);
  }

  /** The id that the destination gave to a version of such a name; empty for other names. */
  public static Optional<String> idOf(String name) {
    return isToken(name) ? Optional.of(name.substring(PREFIX.length())) : Optional.empty();
  }
}
