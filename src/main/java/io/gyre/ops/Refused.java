package io.gyre.ops;

/** A request cannot be served; its message tells the client why, and what would be. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  Refused(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  /** Of HTTP. */
  int status() {
    return status;
  }
}
