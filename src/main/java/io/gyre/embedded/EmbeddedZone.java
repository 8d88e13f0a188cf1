package io.gyre.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigFactory;
import io.gyre.embedded.admin.AdminService;
import io.gyre.embedded.faults.Faults;
import io.gyre.embedded.model.AccessKey;
import io.gyre.embedded.model.Json;
import io.gyre.embedded.model.Zone;
import io.gyre.embedded.model.ZoneSettings;
import io.gyre.embedded.s3.S3Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.japi.function.Function;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;

/**
 * A gateway in this JVM: one zone with its users, buckets, logs and clock, listening on a loopback
 * port. Any number of them may share an actor system. Starting and closing block, for seconds at
 * most, so they are for main programs and tests, not for actors.
 */
public final class EmbeddedZone implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration DRAIN = Duration.ofMillis(200);

  private final EmbeddedSettings settings;
  private final ActorSystem system;
  private final boolean ownsSystem;
  private final Zone zone;
  private final ServerBinding binding;
  private final Cancellable renewal;
  private final Optional<PeerPushes> pushes;
  private final Optional<RequestLog> requests;

  private EmbeddedZone(EmbeddedSettings settings, ActorSystem system, boolean ownsSystem) {
    this.settings = settings;
    this.system = system;
    this.ownsSystem = ownsSystem;
    this.zone = new Zone(zoneSettings(settings));
    zone.users().write(systemUser(settings.key()));
    this.requests = settings.requests().map(file -> new RequestLog(file, settings.clock()));
    this.binding = bind();
    this.renewal = startRenewal();
    this.pushes = settings.peer().map(peer -> new PeerPushes(peer, settings.key(), zone, system));
  }

  /** Starts a zone with an actor system of its own, which ends with it. */
  public static EmbeddedZone start(EmbeddedSettings settings) {
    ActorSystem system =
        ActorSystem.create("embedded-" + settings.name(), ConfigFactory.load("embedded"));
    return new EmbeddedZone(settings, system, true);
  }

  /** Starts a zone in an actor system that others use too. */
  public static EmbeddedZone start(EmbeddedSettings settings, ClassicActorSystemProvider system) {
    return new EmbeddedZone(settings, system.classicSystem(), false);
  }

  /** Where it listens: {@code http://127.0.0.1:port}. */
  public URI endpoint() {
    return URI.create(
        "http://" + settings.address().host() + ":" + binding.localAddress().getPort());
  }

  /** The keys of its system user. */
  public AccessKey key() {
    return settings.key();
  }

  /** How it was set up. */
  public EmbeddedSettings settings() {
    return settings;
  }

  /** What it does wrong; nothing, until it is told otherwise. */
  public Faults faults() {
    return settings.faults();
  }

  /** What it stores, for tests that look behind the API. */
  public Zone zone() {
    return zone;
  }

  /** Stops listening, cuts connections, and ends the actor system if it is its own. */
  @Override
  public void close() {
    renewal.cancel();
    pushes.ifPresent(PeerPushes::close);
    await(binding.terminate(DRAIN), STOP_TIMEOUT, "stop listening");
    requests.ifPresent(RequestLog::close);
    if (ownsSystem) {
      system.terminate();
      await(system.getWhenTerminated(), STOP_TIMEOUT, "end its actor system");
    }
  }

  private ServerBinding bind() {
    Materializer materializer = SystemMaterializer.get(system).materializer();
    settings.room().directory().ifPresent(EmbeddedZone::createDirectory);
    S3Service s3 = new S3Service(zone, materializer, settings.room().directory());
    LateHandler handler = new LateHandler();
    ServerBinding bound =
        await(
            Http.get(system)
                .newServerAt(settings.address().host(), settings.address().port())
                .withSettings(ServerTuning.settings(system))
                .bind(noted(handler)),
            START_TIMEOUT,
            "listen on " + settings.address().host() + ":" + settings.address().port());
    String endpoint = "http://" + settings.address().host() + ":" + bound.localAddress().getPort();
    AdminService admin = new AdminService(zone, materializer, endpoint, settings.peer());
    handler.become(
        new FaultyGateway(new Gateway(zone, materializer, s3, admin), settings.faults(), system));
    return bound;
  }

  private Function<HttpRequest, CompletionStage<HttpResponse>> noted(LateHandler handler) {
    return requests.isEmpty()
        ? handler::handle
        : request -> requests.get().handle(request, handler::handle);
  }

  /** The gateway announces what changed inside a window after three quarters of it. */
  private Cancellable startRenewal() {
    Duration pause = settings.dataLogWindow().multipliedBy(3).dividedBy(4);
    if (pause.isZero()) {
      return Cancellable.alreadyCancelled();
    }
    return system
        .scheduler()
        .scheduleWithFixedDelay(pause, pause, () -> zone.dataLog().renew(), system.dispatcher());
  }

  private static ZoneSettings zoneSettings(EmbeddedSettings settings) {
    return new ZoneSettings(
        settings.name(),
        settings.shards().index(),
        settings.shards().dataLog(),
        settings.shards().metadataLog(),
        settings.dataLogWindow(),
        settings.room().memory(),
        settings.room().disk(),
        Runtime.getRuntime().maxMemory() / 4,
        settings.clock());
  }

  private static ObjectNode systemUser(AccessKey key) {
    String id = EmbeddedSettings.SYSTEM_USER;
    ObjectNode user = Json.user(id, id);
    user.withArray("keys")
        .addObject()
        .put("user", id)
        .put("access_key", key.id())
        .put("secret_key", key.secret());
    return user.put("system", "true");
  }

  private static void createDirectory(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create the data directory " + directory, e);
    }
  }

  private static <T> T await(CompletionStage<T> stage, Duration timeout, String what) {
    try {
      return stage.toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted; the zone could not " + what, e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the zone could not " + what, e);
    }
  }
}
