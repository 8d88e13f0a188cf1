package io.gyre.rgw;

import io.gyre.copy.ObjectOwners.Standing;
import io.gyre.copy.ObjectVersion;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What is not copied, and says why. */
final class Refusals {
  private static final String NOT_OURS =
      ", and not ours to be let write meanwhile (take the user over with adopt, or let it write)";

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
    WritePlan.attributeHeaders(attributes)
        .forEach(
            (name, value) -> {
              if (!HeaderText.isName(name) || !HeaderText.isValue(value)) {
                throw refused(
                    version,
                    "has a header that HTTP cannot carry as it is, by a line break, another control"
                        + " character or a blank at its end ("
                        + HeaderText.printable(name)
                        + ")");
              }
            });
  }

  private static GatewayException refused(ObjectVersion version, String why) {
    return new GatewayException(FailureClass.INVALID, version + " " + why + ": not copied", null);
  }

  /** Whether the gateway's own error body says that what was asked for is not there. */
  static boolean provenAbsent(Throwable failure) {
    return GatewayException.classOf(failure) == FailureClass.GONE;
  }

  /**
   * A call to the destination. What it says is not there (the version, or its owner) may be at the
   * source all the same, so that proves nothing, and passes.
   */
  static <T> CompletionStage<T> ofDestination(ObjectVersion version, CompletionStage<T> call) {
    return call.exceptionallyCompose(
        failure ->
            CompletableFuture.failedFuture(
                provenAbsent(failure)
                    ? new GatewayException(
                        FailureClass.TRANSIENT,
                        version
                            + " could not be written, as something was not there at the"
                            + " destination: "
                            + GatewayException.unwrap(failure).getMessage(),
                        GatewayException.unwrap(failure))
                    : failure));
  }

  /**
   * The failure of a write in an owner's name; as {@link OwnerRefused} if that may be why. The
   * gateway (16.2) says so of a suspended owner only; AccessDenied is all it says of one who is
   * missing, and of one whose op_mask forbids it.
   */
  static Throwable ofOwner(Throwable failure, String owner) {
    Throwable known = GatewayException.unwrap(failure);
    return known instanceof GatewayException refusal
            && refusal.failureClass() == FailureClass.DENIED
            && (refusal.code().equals("AccessDenied") || refusal.code().equals("UserSuspended"))
        ? new OwnerRefused(owner, refusal)
        : known;
  }

  /** Says why a write in an owner's name was refused, and what can be done about it. */
  static GatewayException explain(OwnerRefused refused, Standing standing) {
    String owner = refused.owner().isEmpty() ? "nobody" : "'" + refused.owner() + "'";
    String why =
        switch (standing) {
          case ABLE ->
              "the destination has this user, who may write: are Gyre's own keys still those of a"
                  + " system user there?";
          case MISSING ->
              "the destination has no such user; with fallback-owner: UID such objects are written"
                  + " in that one's name";
          case SUSPENDED -> "suspended at the destination" + NOT_OURS;
          case MASKED -> "whose op_mask at the destination lacks write or delete" + NOT_OURS;
        };
    return new GatewayException(
        FailureClass.DENIED,
        refused.refusal().status(),
        refused.refusal().code(),
        refused.refusal().getMessage() + "; its owner is " + owner + ": " + why,
        refused);
  }
}
