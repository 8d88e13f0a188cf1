package io.gyre.doctor;

import java.util.Optional;

/** The end that is written to, of whatever kind. */
public sealed interface Target {
  /**
   * Another zone.
   *
   * @param only what nothing but a destination is asked
   */
  record Zone(EndFacts facts, DestinationFacts only) implements Target {}

  /**
   * Any S3 store.
   *
   * @param endpoint by which the state knows it
   * @param accessKey that we use
   * @param account whose that is
   * @param leaseBucket in which it is to keep the lease of the route
   */
  record Store(
      String endpoint, String accessKey, Reply<String> account, Optional<String> leaseBucket)
      implements Target {}
}
