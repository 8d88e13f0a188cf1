package io.gyre.doctor;

/** Whether the destination keeps the lease by which two Gyres on one route refuse each other. */
final class LeaseCheck {
  private LeaseCheck() {}

  static Finding of(Reply<Boolean> lease) {
    return lease.either(
        offered ->
            offered
                ? Finding.ok(
                    End.DESTINATION, Check.LEASE, "it can keep a second Gyre off this route")
                : warn(
                    "it has no metadata log to lock: nothing but the state directory keeps a second"
                        + " Gyre off this route"),
        failure ->
            warn(
                "whether it can keep a second Gyre off this route cannot be told: "
                    + failure.getMessage()));
  }

  private static Finding warn(String message) {
    return Finding.warn(End.DESTINATION, Check.LEASE, message, Remedies.letLeaseBeTaken());
  }
}
