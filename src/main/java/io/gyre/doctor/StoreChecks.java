package io.gyre.doctor;

import io.gyre.failure.GatewayException;
import java.util.List;

/** Whether a store can be written to, as far as it says without being written to. */
final class StoreChecks {
  private StoreChecks() {}

  static List<Finding> of(Target.Store store, String sourceZone) {
    return store
        .account()
        .either(
            account ->
                List.of(
                    ok(Check.ENDPOINT, store.endpoint() + " answers"),
                    ok(
                        Check.CREDENTIALS,
                        "access key " + store.accessKey() + " is of account " + account),
                    lease(store),
                    ok(
                        Check.ROUTE,
                        "from zone "
                            + sourceZone
                            + " to a store, which gets no users, grants and tenants' buckets")),
            failure -> List.of(unknown(store, failure), theRest()));
  }

  private static Finding lease(Target.Store store) {
    return store.leaseBucket().isPresent()
        ? ok(
            Check.LEASE,
            "kept in bucket "
                + store.leaseBucket().get()
                + ", if the store keeps to conditions of writes, which 'sync' tries")
        : Finding.warn(
            End.DESTINATION,
            Check.LEASE,
            "nothing but the state directory keeps a second Gyre off this route",
            List.of("# destination.lease-bucket: NAME, where the store has conditional writes"));
  }

  private static Finding unknown(Target.Store store, GatewayException failure) {
    if (failure.status() == 0) {
      return Finding.fail(
          End.DESTINATION,
          Check.ENDPOINT,
          store.endpoint() + " does not answer: " + EndpointChecks.reason(failure),
          List.of("curl -sS -o /dev/null " + store.endpoint() + "   # from this host"));
    }
    return Finding.fail(
        End.DESTINATION,
        Check.CREDENTIALS,
        "access key " + store.accessKey() + ": " + failure.getMessage(),
        List.of(
            "# the store has to list the buckets of this key (GET /, s3:ListAllMyBuckets), which tells"
                + " whose it is;",
            "# destination.region and this host's clock have to be right, too"));
  }

  private static Finding theRest() {
    return Finding.warn(
        End.DESTINATION,
        Check.THE_REST,
        "not checked, since it does not say whose our key is",
        List.of("# mend the above, then run doctor again"));
  }

  private static Finding ok(Check check, String message) {
    return Finding.ok(End.DESTINATION, check, message);
  }
}
