package io.gyre.embedded.admin;

import io.gyre.embedded.auth.Caller;
import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.GatewayRequest;
import io.gyre.embedded.http.Limits;
import io.gyre.embedded.http.Reply;
import io.gyre.embedded.model.Zone;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.stream.Materializer;

/** The admin side of the gateway: everything below {@code /admin}. */
public final class AdminService {
  /** The first segment of its paths. */
  public static final String ENTRY = "admin";

  private static final long BODY_TIMEOUT_MILLIS = 30_000;

  private final Zone zone;
  private final Materializer materializer;
  private final Topology topology;

  /** Serves a zone that is reached at the endpoint and tells this peer of changes. */
  public AdminService(Zone zone, Materializer materializer, String endpoint, Optional<URI> peer) {
    this.zone = zone;
    this.materializer = materializer;
    this.topology = new Topology(zone, endpoint, peer.map(URI::toString).orElse(""));
  }

  /** Answers a request; refusals are thrown or fail the stage. */
  public CompletionStage<Reply> handle(GatewayRequest request, Caller caller) {
    return request
        .entity()
        .toStrict(BODY_TIMEOUT_MILLIS, Limits.METADATA_BYTES, materializer)
        .thenApply(
            body -> {
              byte[] bytes = body.getData().toArrayUnsafe();
              caller.payload().check(bytes);
              return answer(new AdminCall(request, caller, zone, bytes));
            });
  }

  private Reply answer(AdminCall call) {
    String path = call.request().key();
    int slash = path.indexOf('/');
    return switch (slash < 0 ? path : path.substring(0, slash)) {
      case "log" -> log(call);
      case "metadata" -> MetadataResource.answer(call);
      case "user" -> UserResource.answer(call);
      case "bucket" -> BucketAdmin.answer(call);
      case "config" -> topology.config(call);
      case "realm" -> topology.realm(call);
      default -> throw ErrorCode.METHOD_NOT_ALLOWED.refusal();
    };
  }

  private static Reply log(AdminCall call) {
    return switch (call.query().text("type")) {
      case "metadata" -> MetadataLogResource.answer(call);
      case "data" -> DataLogResource.answer(call);
      case "bucket-index" -> BucketIndexResource.answer(call);
      default -> throw ErrorCode.METHOD_NOT_ALLOWED.refusal();
    };
  }
}
