package io.gyre.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.config.Listen;
import io.gyre.config.OpsConfig;
import io.gyre.failure.GatewayException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLException;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.ServerBuilder;
import org.apache.pekko.stream.ActorMaterializer;
import org.apache.pekko.stream.ActorMaterializerSettings;
import org.apache.pekko.stream.Materializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server of one process. It listens from the first moment on, so that it can say what the
 * process waits for. A server that cannot listen is said and does not stop anything.
 */
public final class OpsServer {
  private static final Logger LOG = LoggerFactory.getLogger(OpsServer.class);
  private static final String DISPATCHER = "gyre.ops-dispatcher";

  /** How often the threads of the replication show that they are alive. */
  private static final Duration BEAT = Duration.ofSeconds(5);

  /** What readers get to finish when the process ends. */
  private static final Duration DEADLINE = Duration.ofMillis(500);

  private final OpsConfig config;
  private final ClassicActorSystemProvider system;
  private final Materializer materializer;
  private final OperatedProcess process;
  private final CheckpointReads checkpoint;
  private volatile Optional<Sampler> sampler = Optional.empty();
  private volatile Cancellable beat = Cancellable.alreadyCancelled();
  private final CompletableFuture<Optional<ServerBinding>> binding = new CompletableFuture<>();

  /**
   * A server that does not listen yet.
   *
   * @param state the state directory of the process
   */
  public OpsServer(
      OpsConfig config,
      ClassicActorSystemProvider system,
      String version,
      Path state,
      Clock clock) {
    this.config = config;
    this.system = system;
    this.process = new OperatedProcess(version, state.toAbsolutePath().normalize(), clock);
    this.checkpoint = new CheckpointReads(state);
    this.materializer = ownThreads(system);
  }

  /** A reader that is slow, or many of them, take no thread of the replication. */
  @SuppressWarnings("deprecation") // nothing else chooses the threads of a server's connections
  private static Materializer ownThreads(ClassicActorSystemProvider system) {
    return ActorMaterializer.create(
        ActorMaterializerSettings.create(system.classicSystem()).withDispatcher(DISPATCHER),
        system.classicSystem());
  }

  /**
   * Listens, if it is to. Completes, never with a failure, with where it can be reached; empty when
   * it cannot.
   */
  public CompletionStage<Optional<Listen>> listen() {
    if (config.listen().isNone()) {
      binding.complete(Optional.empty());
    } else {
      beat =
          system
              .classicSystem()
              .scheduler()
              .scheduleWithFixedDelay(
                  BEAT, BEAT, process::beats, system.classicSystem().dispatcher());
      bind().whenComplete(this::bound);
    }
    return binding.thenApply(
        bound -> bound.map(it -> config.listen().withPort(it.localAddress().getPort())));
  }

  private CompletionStage<ServerBinding> bind() {
    try {
      OpsHandler handler = new OpsHandler(process, new Doorkeeper(config), materializer);
      ServerBuilder server =
          Http.get(system)
              .newServerAt(config.listen().host(), config.listen().port())
              .withMaterializer(materializer)
              .withSettings(OpsSettings.of(system));
      if (config.secure()) {
        server = server.enableHttps(ConnectionContext.httpsServer(OpsSettings.tls(config)));
      }
      return server.bind(handler::handle);
    } catch (SSLException | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void bound(ServerBinding bound, Throwable failure) {
    if (failure == null) {
      LOG.info(
          "metrics, status and a page in the browser: {}://{}/",
          config.secure() ? "https" : "http",
          config.listen().withPort(bound.localAddress().getPort()));
      binding.complete(Optional.of(bound));
    } else {
      LOG.warn(
          "ops.listen: {} cannot be listened on, so there are no metrics, no control and no page;"
              + " replication goes on. Another Gyre on this host has to have another port (or none): {}",
          config.listen(),
          GatewayException.unwrap(failure).getMessage());
      binding.complete(Optional.empty());
    }
  }

  /** What the process is about now. */
  public void is(Stage stage) {
    process.is(stage);
  }

  /** What doctor has found, for the page and the API; it is not to be changed any more. */
  public void examined(ObjectNode diagnosis) {
    process.examined(diagnosis);
  }

  /** A route runs, and its checkpoint lies in the state directory. */
  public void runs(OperatedRoute route) {
    Views views = new Views(route, checkpoint, process.clock());
    process.runs(views);
    CompletionStage<Optional<ServerBinding>> listening = binding;
    listening.thenAccept(bound -> bound.ifPresent(it -> sample(views)));
  }

  /**
   * What {@code /api/v1/status} and {@code /api/v1/buckets} say; without {@code buckets} while no
   * route runs.
   *
   * @param rows buckets at most
   */
  public CompletionStage<JsonNode> glance(int rows) {
    Api api = new Api(process, new Health(process));
    return process.views().isEmpty()
        ? api.status().thenApply(json -> json)
        : api.status().thenCombine(api.buckets(rows), (json, buckets) -> json.setAll(buckets));
  }

  private void sample(Views views) {
    Sampler made = new Sampler(views, system.classicSystem().scheduler(), materializer);
    sampler = Optional.of(made);
    made.start();
  }

  /** Stops listening and cuts connections; completes soon, and never with a failure. */
  public CompletionStage<Void> close() {
    beat.cancel();
    sampler.ifPresent(Sampler::stop);
    checkpoint.close();
    return binding
        .thenCompose(
            bound ->
                bound
                    .map(it -> it.terminate(DEADLINE).thenApply(done -> true))
                    .orElseGet(() -> CompletableFuture.completedFuture(true)))
        .handle(
            (done, failure) -> {
              if (failure != null) {
                LOG.debug("the server for operators did not end in order", failure);
              }
              return null;
            });
  }
}
