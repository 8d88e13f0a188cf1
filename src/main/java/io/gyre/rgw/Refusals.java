package io.gyre.rgw;

import io.gyre.copy.ObjectVersion;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import java.util.Optional;

/** What is not copied, and says why. */
final class Refusals {
  private Refusals() {}

  /** Refuses objects whose copy would not be the object. */
  static void check(ObjectVersion version, ObjectAttributes attributes) {
    if (attributes.has("user_manifest") || attributes.has("slo_manifest")) {
      throw refused(version, "is a Swift large object (a manifest of other objects)");
    }
    Optional<String> encryption = attributes.text("crypt.mode");
    if (encryption.filter(mode -> mode.startsWith("SSE-C")).isPresent()) {
      throw refused(version, "is encrypted with its owner's key (SSE-C), which nobody else has");
    }
  }

  private static GatewayException refused(ObjectVersion version, String why) {
    return new GatewayException(FailureClass.INVALID, version + " " + why + ": not copied", null);
  }

  /** Whether the gateway's own error body says that what was asked for is not there. */
  static boolean provenAbsent(Throwable failure) {
    return GatewayException.classOf(failure) == FailureClass.GONE;
  }

  /** Says what a refused write in an owner's name most likely means. */
  static Throwable explain(Throwable failure, String owner) {
    Throwable known = GatewayException.unwrap(failure);
    if (known instanceof GatewayException refusal
        && refusal.failureClass() == FailureClass.DENIED
        && refusal.code().equals("AccessDenied")) {
      return new GatewayException(
          FailureClass.DENIED,
          refusal.status(),
          refusal.code(),
          refusal.getMessage()
              + "; written as user '"
              + owner
              + "': does the destination have this user, not suspended, allowed to write?",
          refusal);
    }
    return known;
  }
}
