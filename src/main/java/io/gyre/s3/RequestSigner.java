package io.gyre.s3;

import io.gyre.config.ZoneConfig;
import java.time.Clock;

/**
 * Signs requests to one zone. Bodies are left out of the signature, so that they can be streamed;
 * whoever sends one adds {@code Content-MD5} where it has to be protected.
 */
public interface RequestSigner {

  /**
   * Adds the date and {@code Authorization} headers; nothing may be changed after that. What comes
   * out is valid for minutes: sign again for every attempt.
   */
  void sign(OutgoingRequest request);

  /** The signer that a zone is configured for. */
  static RequestSigner of(ZoneConfig zone, Clock clock) {
    return switch (zone.signature()) {
      case V2 -> new SigV2Signer(zone.accessKey(), zone.secretKey(), clock);
      case V4 -> new SigV4Signer(zone.accessKey(), zone.secretKey(), zone.region(), clock);
    };
  }
}
