package io.gyre.doctor;

import io.gyre.config.Endpoint;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Why a TLS connection does not come about, as far as Java's exceptions tell. */
enum TlsTrouble {
  EXPIRED("# its certificate has expired: put a new one onto the gateway"),
  NOT_YET_VALID("# its certificate is not valid yet: is one of the clocks wrong?"),
  UNKNOWN_AUTHORITY(
      "# its certificate is signed by nobody that Java knows: that authority's PEM file into the key"
          + " ca-file of this end"),
  OTHER_NAME("# its certificate is for other names: use one of them in the endpoint"),
  NO_TLS("# it may speak plain HTTP at this port: http:// instead of https://, or another port"),
  OTHER("# the gateway's own log tells what it did not like");

  private static final int MAX_DEPTH = 16;

  private final String advice;

  TlsTrouble(String advice) {
    this.advice = advice;
  }

  /** Empty when it is about something else. */
  static Optional<TlsTrouble> of(Throwable failure) {
    Optional<TlsTrouble> found = Optional.empty();
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
      Optional<TlsTrouble> deeper = exactly(cause);
      found = deeper.isPresent() ? deeper : found;
      cause = cause.getCause();
    }
    return found;
  }

  /** Causes lie deeper than what wraps them, and know better. */
  private static Optional<TlsTrouble> exactly(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof CertificateExpiredException) {
      return Optional.of(EXPIRED);
    }
    if (cause instanceof CertificateNotYetValidException) {
      return Optional.of(NOT_YET_VALID);
    }
    if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
      return Optional.of(UNKNOWN_AUTHORITY);
    }
    if (cause instanceof CertificateException) {
      return Optional.of(message.contains("subject alternative") ? OTHER_NAME : OTHER);
    }
    if (cause instanceof SSLException) {
      return Optional.of(
          message.contains("nrecognized SSL message") || message.contains("not an SSL/TLS record")
              ? NO_TLS
              : OTHER);
    }
    return Optional.empty();
  }

  List<String> fix(Endpoint endpoint) {
    return List.of(
        advice,
        "openssl s_client -connect %s:%d -servername %s </dev/null   # what it shows"
            .formatted(endpoint.host(), endpoint.port(), endpoint.host()));
  }
}
