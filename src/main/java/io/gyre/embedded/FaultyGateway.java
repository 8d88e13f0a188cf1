package io.gyre.embedded;

import io.gyre.embedded.faults.Fault;
import io.gyre.embedded.faults.Fault.Delay;
import io.gyre.embedded.faults.Fault.HalfDocument;
import io.gyre.embedded.faults.Fault.NoAnswer;
import io.gyre.embedded.faults.Fault.Reset;
import io.gyre.embedded.faults.Fault.Status;
import io.gyre.embedded.faults.Fault.Truncate;
import io.gyre.embedded.faults.Faults;
import io.gyre.embedded.http.GatewayRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** A gateway that does some things wrong, as it is told. */
final class FaultyGateway {
  /** For an answer that should break off, but has no body. */
  private static final int WITHOUT_BODY = 500;

  private final Gateway gateway;
  private final Faults faults;
  private final ActorSystem system;
  private final Materializer materializer;

  FaultyGateway(Gateway gateway, Faults faults, ActorSystem system) {
    this.gateway = gateway;
    this.faults = faults;
    this.system = system;
    this.materializer = SystemMaterializer.get(system).materializer();
  }

  CompletionStage<HttpResponse> handle(HttpRequest request) {
    if (faults.none()) {
      return gateway.handle(request);
    }
    Optional<Fault> fault =
        faults.of(request.method().value() + " " + GatewayRequest.target(request));
    return fault.isEmpty() ? gateway.handle(request) : handle(request, fault.get());
  }

  private CompletionStage<HttpResponse> handle(HttpRequest request, Fault fault) {
    if (request.method().equals(HttpMethods.HEAD) && breaksBody(fault)) {
      return Gateway.afterBody(request, materializer, error(WITHOUT_BODY)); // nothing to break off
    } else if (fault instanceof Status status) {
      return Gateway.afterBody(request, materializer, error(status.status()));
    } else if (fault instanceof Reset) {
      return CompletableFuture.completedFuture(broken());
    } else if (fault instanceof NoAnswer) {
      return gateway.handle(request).thenCompose(lost -> new CompletableFuture<>());
    } else if (fault instanceof Delay delay) {
      return gateway.handle(request).thenApplyAsync(answer -> answer, late(delay));
    } else if (fault instanceof HalfDocument) {
      return gateway.handle(request).thenApply(FaultyGateway::halved);
    }
    return gateway.handle(request).thenApply(FaultyGateway::cut);
  }

  /** To the millisecond, which the system's scheduler is not: its ticks are longer than that. */
  private Executor late(Delay delay) {
    return CompletableFuture.delayedExecutor(
        delay.time().toNanos(), TimeUnit.NANOSECONDS, system.dispatcher());
  }

  private static boolean breaksBody(Fault fault) {
    return fault instanceof Reset || fault instanceof Truncate || fault instanceof HalfDocument;
  }

  private static HttpResponse error(int status) {
    // A store that knows no such thing says so by its code, a proxy only by the status.
    String code = status == StatusCodes.NOT_IMPLEMENTED.intValue() ? "NotImplemented" : "Wanted";
    String document =
        "<Error><Code>" + code + "</Code><Message>as the fault says</Message></Error>";
    return HttpResponse.create()
        .withStatus(StatusCodes.lookup(status).orElseGet(() -> unregistered(status)))
        .withEntity(ContentTypes.TEXT_XML_UTF8, ByteString.fromString(document));
  }

  private static StatusCode unregistered(int status) {
    return StatusCodes.custom(status, "Wanted", "as the fault says", false, true);
  }

  /** Pekko breaks the connection when a body fails; the head may be out by then. */
  private static HttpResponse broken() {
    return HttpResponse.create()
        .withEntity(
            HttpEntities.create(
                ContentTypes.APPLICATION_OCTET_STREAM,
                1,
                Source.<ByteString>failed(new IOException("reset as the fault says"))));
  }

  private static HttpResponse halved(HttpResponse whole) {
    ResponseEntity entity = whole.entity();
    return entity instanceof HttpEntity.Strict strict
        ? whole.withEntity(strict.getContentType(), half(strict.getData()))
        : cut(whole);
  }

  private static HttpResponse cut(HttpResponse whole) {
    ResponseEntity entity = whole.entity();
    long length = entity.getContentLengthOption().orElse(0);
    return length == 0
        ? broken()
        : whole.withEntity(
            HttpEntities.create(
                entity.getContentType(), length, firstBytes(entity.getDataBytes(), length / 2)));
  }

  /** Fewer bytes than were announced, for which Pekko breaks the connection. */
  private static Source<ByteString, Object> firstBytes(Source<ByteString, Object> all, long count) {
    return all.statefulMap(
            () -> count,
            (left, bytes) ->
                Pair.create(
                    Math.max(0, left - bytes.length()),
                    bytes.take((int) Math.min(left, bytes.length()))),
            left -> Optional.empty())
        .takeWhile(bytes -> !bytes.isEmpty());
  }

  private static ByteString half(ByteString bytes) {
    return bytes.take(bytes.length() / 2);
  }
}
