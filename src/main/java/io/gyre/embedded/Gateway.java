package io.gyre.embedded;

import io.gyre.embedded.admin.AdminService;
import io.gyre.embedded.auth.Authenticator;
import io.gyre.embedded.auth.Caller;
import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.Errors;
import io.gyre.embedded.http.GatewayRequest;
import io.gyre.embedded.http.Refusal;
import io.gyre.embedded.http.Reply;
import io.gyre.embedded.model.Zone;
import io.gyre.embedded.s3.S3Service;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.Materializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers every request: who calls, which side is meant, and how an error looks there. */
final class Gateway {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private final Zone zone;
  private final Materializer materializer;
  private final Authenticator authenticator;
  private final S3Service s3;
  private final AdminService admin;
  private final RequestIds ids;
  private final Errors errors;

  Gateway(Zone zone, Materializer materializer, S3Service s3, AdminService admin) {
    this.zone = zone;
    this.materializer = materializer;
    this.authenticator = new Authenticator(zone);
    this.s3 = s3;
    this.admin = admin;
    this.ids = new RequestIds(zone.identity().name());
    this.errors = new Errors(ids.hostId(zone.identity().zonegroup()));
  }

  CompletionStage<HttpResponse> handle(HttpRequest http) {
    Instant now = zone.clock().now();
    String id = ids.next(now.getEpochSecond());
    return reply(http, id).thenApply(reply -> reply.toResponse(id, now));
  }

  private CompletionStage<Reply> reply(HttpRequest http, String id) {
    GatewayRequest request = null;
    try {
      request = new GatewayRequest(http);
      GatewayRequest read = request;
      return answer(read)
          .exceptionallyCompose(
              failure -> afterBody(http, materializer, error(http, read, unwrapped(failure), id)));
    } catch (RuntimeException e) {
      Reply reply = request == null ? error(http, e, id) : error(http, request, e, id);
      return afterBody(http, materializer, reply);
    }
  }

  /** Pekko breaks the connection where an answer comes before the end of a request. */
  static <T> CompletionStage<T> afterBody(HttpRequest http, Materializer materializer, T answer) {
    return http.discardEntityBytes(materializer)
        .completionStage()
        .handle((done, readBefore) -> answer);
  }

  private CompletionStage<Reply> answer(GatewayRequest request) {
    if (SwiftInfo.isMeant(request)) {
      return CompletableFuture.completedFuture(SwiftInfo.answer(zone));
    }
    Caller caller = authenticator.authenticate(request);
    return isAdmin(request) ? admin.handle(request, caller) : s3.handle(request, caller);
  }

  private Reply error(HttpRequest http, GatewayRequest request, Throwable failure, String id) {
    Refusal refusal = refusal(http, failure);
    return isAdmin(request)
        ? errors.admin(refusal, id)
        : errors.s3(refusal, errorBucket(request, refusal), id);
  }

  private Reply error(HttpRequest http, RuntimeException failure, String id) {
    return errors.s3(refusal(http, failure), "", id);
  }

  private static Refusal refusal(HttpRequest http, Throwable failure) {
    if (failure instanceof Refusal refusal) {
      return refusal;
    }
    LOG.warn("{} {} failed", http.method().value(), http.getUri().path(), failure);
    return ErrorCode.INTERNAL_ERROR.refusal();
  }

  /** Errors of authentication do not name the bucket. */
  private static String errorBucket(GatewayRequest request, Refusal refusal) {
    return switch (refusal.code()) {
      case SIGNATURE_DOES_NOT_MATCH,
          INVALID_ACCESS_KEY_ID,
          USER_SUSPENDED,
          REQUEST_TIME_TOO_SKEWED,
          METHOD_NOT_ALLOWED ->
          "";
      default -> request.bucket();
    };
  }

  private static boolean isAdmin(GatewayRequest request) {
    return request.bucket().equals(AdminService.ENTRY);
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
