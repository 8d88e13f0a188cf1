package io.gyre.s3;

import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import java.net.ConnectException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Words and class for whatever can go wrong with one request. */
final class Failures {
  /** What proves that a key or version is gone, when the gateway's own error body says it. */
  private static final Set<String> ABSENT = Set.of("NoSuchKey", "NoSuchVersion");

  private final String zone;
  private final S3Request request;
  private final SentBody sent;

  Failures(String zone, S3Request request, SentBody sent) {
    this.zone = zone;
    this.request = request;
    this.sent = sent;
  }

  /** Whether it is the request's own body that could not be had; the endpoint is not to blame. */
  boolean ours() {
    return sent.failure() != null;
  }

  /** The endpoint answered, but not well. */
  GatewayException refused(int status, S3Answer.Headers headers, byte[] body) {
    ErrorBody error = ErrorBody.parse(body);
    String id = error.requestId().isEmpty() ? headers.first("x-amz-request-id") : error.requestId();
    StringBuilder text = new StringBuilder(what()).append(" answered ").append(status);
    append(text, " ", error.code(), "");
    append(text, " '", error.message(), "'");
    append(text, " (request ", id, ")");
    text.append(hint(status, error)).append(ClockHint.of(error.code(), headers.first("Date")));
    return new GatewayException(
        classOf(status, error), status, error.code(), text.toString(), null);
  }

  private FailureClass classOf(int status, ErrorBody error) {
    if ((status == 502 || status == 504) && request.method().writes()) {
      // A proxy gave up waiting; the gateway behind it may still be at work.
      return FailureClass.UNKNOWN_OUTCOME;
    }
    return AnswerClasses.of(status, error.code(), error.proper() ? ABSENT : Set.of());
  }

  private static String hint(int status, ErrorBody error) {
    if (status == 400 && error.code().isEmpty()) {
      return "; without an error body this mostly means that path and headers are larger than the"
          + " gateway's front end takes (16 KiB)";
    }
    return status == 301 ? "; the bucket belongs to another zonegroup" : "";
  }

  /** There was no answer, or it broke off. */
  Throwable broken(Throwable cause) {
    Throwable known = GatewayException.unwrap(cause);
    Throwable ofBody = sent.failure();
    if (ofBody != null || known instanceof GatewayException) {
      return ofBody != null ? ofBody : known;
    }
    boolean mayHaveLanded = request.method().writes() && sent.begun();
    return new GatewayException(
        mayHaveLanded ? FailureClass.UNKNOWN_OUTCOME : FailureClass.TRANSIENT,
        what() + ": " + reason(known) + (mayHaveLanded ? "; it may have taken effect" : ""),
        known);
  }

  private String reason(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof ConnectException || cause instanceof ConnectException) {
      return "could not connect: " + root.getMessage();
    }
    if (root instanceof TimeoutException && !sent.begun()) {
      return "no connection in time";
    }
    if (root instanceof TimeoutException) {
      return "took longer than its deadline";
    }
    String message = String.valueOf(cause.getMessage());
    // The SDK's texts go on with advice on its own settings.
    int end = message.indexOf(". ");
    return end < 0 ? message : message.substring(0, end);
  }

  private String what() {
    return "zone " + zone + ": " + request;
  }

  private static void append(StringBuilder text, String before, String value, String after) {
    if (!value.isEmpty()) {
      text.append(before).append(value).append(after);
    }
  }
}
