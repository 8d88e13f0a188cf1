package io.gyre.rgw;

import io.gyre.failure.GatewayException;

/**
 * A write was refused because of the user in whose name it was made, or may have been. Does not
 * leave {@link OwnerWrites}.
 */
final class OwnerRefused extends RuntimeException {
  private final String owner;
  private final GatewayException refusal;

  /**
   * @param owner uid; empty for an object that has none
   */
  OwnerRefused(String owner, GatewayException refusal) {
    super(refusal);
    this.owner = owner;
    this.refusal = refusal;
  }

  String owner() {
    return owner;
  }

  GatewayException refusal() {
    return refusal;
  }
}
