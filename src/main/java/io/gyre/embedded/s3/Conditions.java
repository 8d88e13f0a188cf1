package io.gyre.embedded.s3;

import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.GatewayRequest;
import io.gyre.embedded.model.ObjectVersion;
import io.gyre.embedded.model.Precondition;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The conditional headers of reads and of writes. Of the source of a copy 16.2 heeds none. */
final class Conditions {
  private static final long SECOND = 1_000_000_000L;

  private Conditions() {}

  /** Refuses a read with 304 or 412. */
  static void checkRead(GatewayRequest request, ObjectVersion version) {
    String etag = version.content().etag();
    Optional<String> ifMatch = request.header("if-match");
    Optional<String> ifNoneMatch = request.header("if-none-match");
    if (ifMatch.isPresent() && !matches(ifMatch.get(), etag)) {
      throw ErrorCode.PRECONDITION_FAILED.refusal();
    }
    if (ifMatch.isEmpty() && isAfter(version, request.header("if-unmodified-since"))) {
      throw ErrorCode.PRECONDITION_FAILED.refusal();
    }
    Optional<String> since = request.header("if-modified-since");
    boolean unchanged =
        ifNoneMatch.isPresent()
            ? matches(ifNoneMatch.get(), etag)
            : since.isPresent() && !isAfter(version, since);
    if (unchanged) {
      throw ErrorCode.NOT_MODIFIED.refusal();
    }
  }

  /**
   * The condition of a write: {@code If-Match}, and {@code If-None-Match: *}, which is the only one
   * of its kind that 16.2 heeds.
   */
  static Precondition ofWrite(GatewayRequest request) {
    Optional<String> ifMatch = request.header("if-match");
    Optional<String> ifNoneMatch = request.header("if-none-match");
    if (ifMatch.isEmpty() && ifNoneMatch.isEmpty()) {
      return Precondition.NONE;
    }
    return present -> {
      boolean missing = present == null || present.deleteMarker();
      if (ifMatch.isPresent() && (missing || !matches(ifMatch.get(), etag(present)))) {
        throw ErrorCode.PRECONDITION_FAILED.refusal();
      }
      if (ifNoneMatch.filter("*"::equals).isPresent() && !missing) {
        throw ErrorCode.PRECONDITION_FAILED.refusal();
      }
    };
  }

  /** True if the version is newer than the time in the header; false without a readable one. */
  static boolean isAfter(ObjectVersion version, Optional<String> time) {
    return time.flatMap(Conditions::instant)
        .map(instant -> version.mtime() / SECOND > instant.getEpochSecond())
        .orElse(false);
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(
          text.contains("T") && text.endsWith("Z")
              ? Instant.parse(text)
              : ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static String etag(@Nullable ObjectVersion version) {
    return version == null ? "" : version.content().etag();
  }

  private static boolean matches(String header, String etag) {
    for (String candidate : header.split(",", -1)) {
      String bare = candidate.strip().replaceFirst("^W/", "").replace("\"", "");
      if (bare.equals("*") || bare.equals(etag)) {
        return true;
      }
    }
    return false;
  }
}
