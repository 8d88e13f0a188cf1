package io.gyre.embedded;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Lets the server be bound before the gateway exists, which has to know the port. */
final class LateHandler {
  private final CompletableFuture<FaultyGateway> gateway = new CompletableFuture<>();

  void become(FaultyGateway ready) {
    gateway.complete(ready);
  }

  CompletionStage<HttpResponse> handle(HttpRequest request) {
    return gateway.thenCompose(ready -> ready.handle(request));
  }
}
