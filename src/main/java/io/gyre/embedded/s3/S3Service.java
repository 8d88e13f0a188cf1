package io.gyre.embedded.s3;

import io.gyre.embedded.auth.Caller;
import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.GatewayRequest;
import io.gyre.embedded.http.Limits;
import io.gyre.embedded.http.Reply;
import io.gyre.embedded.model.User;
import io.gyre.embedded.model.Zone;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.stream.Materializer;

/** The S3 side of the gateway: finds the operation that a request asks for. */
public final class S3Service {
  private static final long DOCUMENT_TIMEOUT_MILLIS = 30_000;

  private final Zone zone;
  private final Materializer materializer;
  private final List<Route> bucketRoutes;
  private final List<Route> objectRoutes;

  /**
   * Serves a zone; bodies beyond its memory limit go to files in the directory, if there is one.
   */
  public S3Service(Zone zone, Materializer materializer, Optional<Path> directory) {
    this.zone = zone;
    this.materializer = materializer;
    BodyReceiver receiver = new BodyReceiver(zone.capacity(), materializer, directory);
    this.bucketRoutes = Routes.ofBuckets();
    this.objectRoutes = Routes.ofObjects(new ObjectWriter(receiver), new Multipart(receiver));
  }

  /** Answers a request; refusals are thrown or fail the stage. */
  public CompletionStage<Reply> handle(GatewayRequest request, Caller caller) {
    S3Call call = new S3Call(request, caller, zone);
    checkOperation(request, caller);
    if (request.bucket().isEmpty()) {
      return CompletableFuture.completedFuture(service(call));
    }
    Operation operation = Route.find(request.key().isEmpty() ? bucketRoutes : objectRoutes, call);
    if (operation instanceof Operation.Simple simple) {
      return CompletableFuture.completedFuture(simple.answer(call));
    }
    if (operation instanceof Operation.Streaming streaming) {
      return streaming.answer(call);
    }
    return withDocument(call, (Operation.WithDocument) operation);
  }

  private static Reply service(S3Call call) {
    if (!call.request().method().equals("GET")) {
      throw ErrorCode.METHOD_NOT_ALLOWED.refusal();
    }
    return BucketResource.listAll(call);
  }

  /** Reads a small body, checks it against its signature, and goes on. */
  private CompletionStage<Reply> withDocument(S3Call call, Operation.WithDocument operation) {
    return call.request()
        .entity()
        .toStrict(DOCUMENT_TIMEOUT_MILLIS, Limits.DOCUMENT_BYTES, materializer)
        .thenApply(
            body -> {
              byte[] bytes = body.getData().toArrayUnsafe();
              call.caller().payload().check(bytes);
              return operation.answer(call, bytes);
            });
  }

  /**
   * A user's operation mask, also of one in whose name a system user acts; and whether there is
   * room for another write, whatever it writes.
   */
  private void checkOperation(GatewayRequest request, Caller caller) {
    User user = caller.user();
    String operation =
        switch (request.method()) {
          case "GET", "HEAD" -> "read";
          case "DELETE" -> "delete";
          default -> request.query().has("delete") ? "delete" : "write";
        };
    if (user != null && !user.mayDo(operation)) {
      throw ErrorCode.ACCESS_DENIED.refusal();
    }
    if (operation.equals("write") && zone.capacity().indexFull()) {
      throw ErrorCode.INSUFFICIENT_CAPACITY.refusal(
          "this zone is full: no room for more objects and changes; delete objects, trim the logs,"
              + " or give its process a larger heap");
    }
  }
}
