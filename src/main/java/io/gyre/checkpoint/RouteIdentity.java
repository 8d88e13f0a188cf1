package io.gyre.checkpoint;

/**
 * Which source and destination a state belongs to; a state of another route is refused.
 *
 * @param sourceZone the source's zone id
 * @param destinationZone the destination's zone id
 */
public record RouteIdentity(String sourceZone, String destinationZone) {
  @Override
  public String toString() {
    return "from zone " + sourceZone + " to zone " + destinationZone;
  }
}
