package io.gyre.doctor;

import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether the gateway knows us, and what it lets us do. */
final class CredentialChecks {
  private static final Set<String> NEEDED_AT_SOURCE = Set.of("read");
  private static final Set<String> NEEDED_AT_DESTINATION = Set.of("read", "write", "delete");

  private CredentialChecks() {}

  /** Whether there is no point in asking more. */
  static boolean refused(EndFacts end) {
    return end.caller()
        .either(caller -> false, failure -> failure.failureClass() == FailureClass.DENIED);
  }

  static List<Finding> of(EndFacts end) {
    return end.caller().either(caller -> known(end, caller), failure -> List.of(why(end, failure)));
  }

  private static List<Finding> known(EndFacts end, Caller caller) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.ok(
            end.end(), Check.CREDENTIALS, "access key " + end.accessKey() + " is " + caller.uid()));
    findings.add(system(end, caller));
    Set<String> needed = end.end() == End.SOURCE ? NEEDED_AT_SOURCE : NEEDED_AT_DESTINATION;
    if (!caller.operations().containsAll(needed)) {
      findings.add(
          Finding.fail(
              end.end(),
              Check.SYSTEM_USER,
              caller.uid() + " may not " + String.join(", ", needed) + " (its op_mask)",
              List.of(
                  "radosgw-admin user modify --uid='"
                      + caller.uid()
                      + "' --op-mask='read, write, delete'")));
    }
    return findings;
  }

  private static Finding system(EndFacts end, Caller caller) {
    return caller.system()
        ? Finding.ok(end.end(), Check.SYSTEM_USER, caller.uid() + " is a system user")
        : Finding.fail(
            end.end(),
            Check.SYSTEM_USER,
            caller.uid()
                + " is no system user: the gateway hides times and versions from it, and will not"
                + " let it act for others",
            List.of("radosgw-admin user modify --uid='" + caller.uid() + "' --system"));
  }

  private static Finding why(EndFacts end, GatewayException failure) {
    String key = "access key " + end.accessKey();
    return switch (failure.code()) {
      case "InvalidAccessKeyId" -> fail(end, "no user has " + key, Remedies.newUser(end.end()));
      case "SignatureDoesNotMatch" ->
          fail(
              end,
              "the secret key is not that of " + key + " (or a proxy changes host or path)",
              Remedies.secretOf(end.end(), end.accessKey()));
      case "RequestTimeTooSkewed" ->
          fail(end, "refused, because the clocks differ too much", Remedies.clock());
      case "UserSuspended" ->
          fail(
              end,
              "the user of " + key + " is suspended",
              List.of(
                  "radosgw-admin user info --access-key="
                      + end.accessKey()
                      + "   # says its user_id",
                  "radosgw-admin user enable --uid=USER_ID"));
      case "AccessDenied" ->
          fail(
              end,
              "the user of " + key + " is no system user: it is refused the admin API",
              Remedies.systemUser(end.accessKey()));
      default -> other(end, failure);
    };
  }

  private static Finding other(EndFacts end, GatewayException failure) {
    return Finding.fail(
        end.end(),
        failure.failureClass() == FailureClass.DENIED ? Check.CREDENTIALS : Check.SYSTEM_USER,
        "cannot be told: " + failure.getMessage(),
        List.of(
            "# is this a RADOS gateway with the admin API (rgw_enable_apis), and nothing in front"
                + " that keeps /admin away?"));
  }

  private static Finding fail(EndFacts end, String message, List<String> fix) {
    return Finding.fail(end.end(), Check.CREDENTIALS, message, fix);
  }
}
