package io.gyre.doctor;

import io.gyre.config.Endpoint;
import io.gyre.metadata.ZoneFacts;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one zone.
 *
 * @param accessKey that we use
 * @param configuredZone the name that the configuration expects
 * @param endpoints all of them
 * @param caller whom the gateway takes us for
 * @param zone what it serves
 * @param period empty without a realm
 */
public record EndFacts(
    End end,
    String accessKey,
    Optional<String> configuredZone,
    List<AtEndpoint> endpoints,
    Reply<Caller> caller,
    Reply<ZoneFacts> zone,
    Reply<Optional<Period>> period) {
  public EndFacts {
    endpoints = List.copyOf(endpoints);
  }

  /** What one endpoint said by itself. */
  public record AtEndpoint(Endpoint endpoint, Reply<Greeting> greeting, Reply<ZoneFacts> zone) {}

  /** Whether any endpoint answered anything. */
  boolean reached() {
    return endpoints.stream().anyMatch(at -> at.greeting().answer().isPresent());
  }
}
