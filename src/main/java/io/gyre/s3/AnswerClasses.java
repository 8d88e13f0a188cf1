package io.gyre.s3;

import io.gyre.failure.FailureClass;
import java.util.Set;

/** Which class of failure an endpoint's error answer is. */
public final class AnswerClasses {
  private static final Set<String> THROTTLES = Set.of("SlowDown", "TooManyRequests");
  private static final Set<String> PASSING =
      Set.of("RequestTimeout", "OperationAborted", "ServiceUnavailable", "Locked", "InvalidPart");

  private AnswerClasses() {}

  /**
   * The class of an answer of 300 and above.
   *
   * @param code the error code in the answer's body, empty when it had none
   * @param gone the codes that prove here that what was asked for is absent. Any other 404, and one
   *     without a code (a proxy's page, an answer to HEAD), proves nothing and may pass
   */
  public static FailureClass of(int status, String code, Set<String> gone) {
    if (status == 429 || THROTTLES.contains(code)) {
      return FailureClass.THROTTLED;
    }
    if (status >= 500 || status == 408 || status == 423 || PASSING.contains(code)) {
      return FailureClass.TRANSIENT;
    }
    if (status == 404) {
      return gone.contains(code) ? FailureClass.GONE : FailureClass.TRANSIENT;
    }
    if (status == 401 || status == 403) {
      return FailureClass.DENIED;
    }
    return switch (code) {
      case "BadDigest", "IncompleteBody", "XAmzContentSHA256Mismatch" -> FailureClass.CORRUPT;
      default -> FailureClass.INVALID;
    };
  }
}
