package io.gyre.checkpoint;

/**
 * Which source and destination a state belongs to; a state of another route is refused.
 *
 * @param sourceZone the source's zone id
 * @param destinationZone the destination's zone id, or the {@link #storeId} of a store
 */
public record RouteIdentity(String sourceZone, String destinationZone) {
  private static final String STORE = "s3 ";

  /** A store has no id: it is where it is, and the account's. No zone's id looks like it. */
  public static String storeId(String endpoint, String account) {
    return STORE + endpoint + " " + account;
  }

  @Override
  public String toString() {
    String destination =
        destinationZone.startsWith(STORE)
            ? "to store " + destinationZone.substring(STORE.length())
            : "to zone " + destinationZone;
    return "from zone " + sourceZone + " " + destination;
  }
}
