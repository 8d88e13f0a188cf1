package io.gyre.embedded.http;

/** A request that ends with an error answer. Has no stack trace: it is a result, not a fault. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  Refusal(ErrorCode code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /** Which error. */
  public ErrorCode code() {
    return code;
  }

  /** What the answer says about it; usually empty, as in the real gateway. */
  public String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
