package io.gyre.failure;

import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A call to an endpoint that failed. The message names zone, request, status and the endpoint's own
 * error code, never a credential.
 */
public final class GatewayException extends RuntimeException {
  /** Who asks was refused, whatever was asked for. */
  private static final Set<String> OF_THE_CALLER =
      Set.of("InvalidAccessKeyId", "SignatureDoesNotMatch", "RequestTimeTooSkewed");

  private final FailureClass failureClass;
  private final int status;
  private final String code;
  private final boolean sent;

  /**
   * @param status the HTTP status, 0 when there was no answer
   * @param code the error code of the answer's body, empty when there was none
   */
  public GatewayException(
      FailureClass failureClass,
      int status,
      String code,
      String message,
      @Nullable Throwable cause) {
    this(failureClass, status, code, true, message, cause);
  }

  private GatewayException(
      FailureClass failureClass,
      int status,
      String code,
      boolean sent,
      String message,
      @Nullable Throwable cause) {
    super(message, cause);
    this.failureClass = failureClass;
    this.status = status;
    this.code = code;
    this.sent = sent;
  }

  /** A failure without an HTTP answer. */
  public GatewayException(FailureClass failureClass, String message, @Nullable Throwable cause) {
    this(failureClass, 0, "", message, cause);
  }

  /**
   * A request that was held back, because its zone cannot or must not be used at the moment.
   *
   * @param code why, for those who have to tell
   */
  public static GatewayException notSent(String code, String message, @Nullable Throwable cause) {
    return new GatewayException(FailureClass.TRANSIENT, 0, code, false, message, cause);
  }

  public FailureClass failureClass() {
    return failureClass;
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  /**
   * Whether this says more about the endpoint, or about how it knows us, than about what was asked
   * for: there was no answer, or it refused our credentials.
   */
  public boolean isOfTheEndpoint() {
    return status == 0 || isRefusalOfUs();
  }

  /**
   * Whether no answer came, as far as can be told. What we judge of an answer has no status either,
   * but another class, and is about what was asked for.
   */
  public boolean isUnanswered() {
    return status == 0 && failureClass == FailureClass.TRANSIENT;
  }

  /** Whether the endpoint refused our credentials, or the date of their signature. */
  public boolean isRefusalOfUs() {
    return OF_THE_CALLER.contains(code);
  }

  /** Whether this says nothing at all about what was asked for: see {@link #notSent}. */
  public boolean isOfNothingSent() {
    return !sent;
  }

  /** The failure under the wrappers that completion stages put around it. */
  public static Throwable unwrap(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** A failure in words; what is not ours with its type, which says more than its message. */
  public static String reasonOf(Throwable failure) {
    Throwable cause = unwrap(failure);
    return cause instanceof GatewayException known
        ? String.valueOf(known.getMessage())
        : cause.toString();
  }

  /** The class of any failure; what is not ours counts as transient, and is logged as a bug. */
  public static FailureClass classOf(Throwable failure) {
    return unwrap(failure) instanceof GatewayException known
        ? known.failureClass()
        : FailureClass.TRANSIENT;
  }
}
