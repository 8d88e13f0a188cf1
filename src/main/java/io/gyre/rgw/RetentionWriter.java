package io.gyre.rgw;

import io.gyre.copy.ObjectVersion;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.rgw.AccessPolicy.Grant;
import io.gyre.rgw.AccessPolicy.Kind;
import io.gyre.rgw.ObjectLock.Retention;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sets until when versions are kept.
 *
 * <p>The gateway (16.2) reads the body of {@code PUT ?retention} while it checks permissions, and
 * leaves that check early for a system user whom the version's ACL does not name; without the body
 * it then finds the document malformed. Where that is its answer, the ACL grants our own user there
 * the right to write, for as long as the request takes.
 */
final class RetentionWriter {
  private final S3Client zone;
  private final StateWriter writer;

  /** Our own uid in the zone, once it had to be asked for: grants are needed there. */
  private volatile Optional<String> grantee = Optional.empty();

  RetentionWriter(S3Client zone, StateWriter writer) {
    this.zone = zone;
    this.writer = writer;
  }

  /**
   * Sets the retention, also where that shortens it.
   *
   * @param present the version's policy in this zone, which it has in the end too
   */
  CompletionStage<Void> write(ObjectVersion version, Retention retention, AccessPolicy present) {
    if (grantee.isPresent()) {
      return writeGranted(version, retention, present, grantee.get());
    }
    return write(version, retention)
        .exceptionallyCompose(
            failure ->
                wantsGrant(failure)
                    ? self().thenCompose(uid -> writeGranted(version, retention, present, uid))
                    : CompletableFuture.failedFuture(failure));
  }

  private CompletionStage<Void> write(ObjectVersion version, Retention retention) {
    String until = DateTimeFormatter.ISO_INSTANT.format(retention.until());
    String xml =
        "<Retention><Mode>"
            + retention.mode()
            + "</Mode><RetainUntilDate>"
            + until
            + "</RetainUntilDate></Retention>";
    return writer.put(version, StatePart.RETENTION, xml);
  }

  private CompletionStage<Void> writeGranted(
      ObjectVersion version, Retention retention, AccessPolicy present, String uid) {
    Grant own = new Grant(Kind.USER, uid, AccessPolicy.WRITE);
    List<Grant> grants = new ArrayList<>(present.grants());
    grants.add(own);
    return writer
        .acl(version, present.withGrants(grants))
        .thenCompose(granted -> write(version, retention))
        .handle((done, failure) -> withdraw(version, present, failure))
        .thenCompose(withdrawn -> withdrawn);
  }

  /** The failure of the write itself comes first. */
  private CompletionStage<Void> withdraw(
      ObjectVersion version, AccessPolicy present, Throwable failure) {
    CompletionStage<Void> withdrawn = writer.acl(version, present);
    return failure == null
        ? withdrawn
        : withdrawn.handle((done, second) -> failure).thenCompose(CompletableFuture::failedFuture);
  }

  private static boolean wantsGrant(Throwable failure) {
    return GatewayException.unwrap(failure) instanceof GatewayException refusal
        && refusal.code().equals("MalformedXML");
  }

  private CompletionStage<String> self() {
    return zone.call(S3Request.path(Method.GET, "/admin/metadata/user").flag("myself"))
        .thenApply(
            answer -> {
              String uid =
                  Json.parse(answer.body())
                      .map(user -> Json.text(user.path("data"), "user_id"))
                      .filter(found -> !found.isEmpty())
                      .orElseThrow(this::nameless);
              grantee = Optional.of(uid);
              return uid;
            });
  }

  private GatewayException nameless() {
    String message = "zone " + zone.zone() + ": GET /admin/metadata/user?myself names no user";
    return new GatewayException(FailureClass.CORRUPT, message, null);
  }
}
