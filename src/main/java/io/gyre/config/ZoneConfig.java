package io.gyre.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One end of the route: how to reach a zone, and as whom.
 *
 * @param endpoints the zone's gateways, at least one; used in turn, a dead one is left out for a
 *     while
 * @param accessKey of a system user
 * @param secretKey of the same user; also from a file ({@code secret-key-file})
 * @param zone the zone's name; a mismatch with what the gateway says is an error. Empty: whatever
 *     it says
 * @param region what SigV4 signatures are made for; the zonegroup's api_name where a gateway
 *     insists on it
 * @param signature SigV4, or SigV2 for old gateways
 * @param caFile PEM file of the authorities to trust instead of the system's; https only
 * @param insecure trust any certificate; warned about at every start
 */
public record ZoneConfig(
    @Key("endpoint") List<Endpoint> endpoints,
    String accessKey,
    Secret secretKey,
    Optional<String> zone,
    @Default("us-east-1") String region,
    @Default("v4") Signature signature,
    Optional<Path> caFile,
    @Default("false") boolean insecure) {

  /** Checks that there is an endpoint, and that the authorities can be read. */
  public ZoneConfig {
    endpoints = List.copyOf(endpoints);
    new Rules()
        .require(!endpoints.isEmpty(), "endpoint", "an empty list", Endpoint.EXPECTED)
        .require(
            caFile.filter(file -> !CertificateFile.holdsCertificates(file)).isEmpty(),
            "ca-file",
            caFile.map(Path::toString).orElse(""),
            CertificateFile.EXPECTED)
        .verify();
  }

  /** The same zone by some of its endpoints. */
  public ZoneConfig withEndpoints(List<Endpoint> some) {
    return new ZoneConfig(some, accessKey, secretKey, zone, region, signature, caFile, insecure);
  }
}
