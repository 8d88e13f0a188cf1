package io.gyre.embedded.auth;

import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.GatewayRequest;
import io.gyre.embedded.model.AccessKey;
import io.gyre.embedded.model.User;
import io.gyre.embedded.model.Zone;
import java.util.Optional;

/** Finds out who calls, by whichever of the signatures the request carries. */
public final class Authenticator {
  private final Zone zone;
  private final SigV4 sigV4;
  private final SigV2 sigV2;

  /** For the users and the clock of a zone. */
  public Authenticator(Zone zone) {
    this.zone = zone;
    this.sigV4 = new SigV4(zone.clock());
    this.sigV2 = new SigV2(zone.clock());
  }

  /** The caller; a wrong or missing key, signature or date is refused. */
  public Caller authenticate(GatewayRequest request) {
    Optional<Credential> credential = Credential.of(request);
    if (credential.isEmpty()) {
      return new Caller(null, false, Payload.Unsigned.INSTANCE);
    }
    User user =
        zone.users()
            .findByAccessKey(credential.get().accessKey())
            .orElseThrow(ErrorCode.INVALID_ACCESS_KEY_ID::refusal);
    Payload payload = verify(request, credential.get(), secret(user, credential.get()));
    if (user.suspended() && !user.system()) {
      throw ErrorCode.USER_SUSPENDED.refusal();
    }
    return new Caller(effective(request, user), user.system(), payload);
  }

  private Payload verify(GatewayRequest request, Credential credential, String secret) {
    return credential.isV4()
        ? sigV4.verify(request, credential, secret)
        : sigV2.verify(request, credential, secret);
  }

  /** A system user may act as somebody else. */
  private User effective(GatewayRequest request, User user) {
    Optional<String> wanted = request.query().get("rgwx-uid");
    if (!user.system() || wanted.isEmpty()) {
      return user;
    }
    User other = zone.users().find(wanted.get()).orElseThrow(ErrorCode.ACCESS_DENIED::refusal);
    if (other.suspended()) {
      throw ErrorCode.USER_SUSPENDED.refusal();
    }
    return other;
  }

  private static String secret(User user, Credential credential) {
    return user.keys().stream()
        .filter(key -> key.id().equals(credential.accessKey()))
        .map(AccessKey::secret)
        .findFirst()
        .orElseThrow(ErrorCode.INVALID_ACCESS_KEY_ID::refusal);
  }
}
