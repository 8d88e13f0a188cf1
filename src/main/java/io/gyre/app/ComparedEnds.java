package io.gyre.app;

import io.gyre.check.Allowed;
import io.gyre.check.ZoneView;
import io.gyre.config.GyreConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.copy.FairGate;
import io.gyre.failure.Attempts;
import io.gyre.lease.WriteFence;
import io.gyre.map.Places;
import io.gyre.metadata.MetadataStore;
import io.gyre.metadata.PlacedMetadata;
import io.gyre.rgw.CopyObserver;
import io.gyre.rgw.GatewayClient;
import io.gyre.rgw.LockDefaults;
import io.gyre.rgw.RgwBucketListing;
import io.gyre.rgw.RgwBucketOperations;
import io.gyre.rgw.RgwContents;
import io.gyre.rgw.RgwMetadataStore;
import io.gyre.s3.S3Client;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;

/** Both ends of a route for a command that only reads: neither lets a write through. */
final class ComparedEnds implements AutoCloseable {
  private static final String BLOCKING = "pekko.actor.default-blocking-io-dispatcher";

  private final GyreConfig config;
  private final Places places;
  private final Clock clock;
  private final ActorSystem system;
  private final Materializer materializer;
  private final GatewayClient source;
  private final GatewayClient destination;
  private final ObjectClients clients;
  private final S3Client sourceObjects;
  private final S3Client destinationObjects;

  /**
   * @param name of the command
   */
  ComparedEnds(String name, GyreConfig config, Clock clock) {
    this.config = config;
    this.places = config.map().places();
    this.clock = clock;
    this.system = ActorSystem.create(name);
    this.materializer = SystemMaterializer.get(system).materializer();
    this.source = gateway("source", config.source());
    this.destination = gateway("destination", config.destination().end());
    this.clients = new ObjectClients(config, clock);
    this.sourceObjects = clients.source(source.endpoints(), WriteFence.shut());
    this.destinationObjects =
        clients.destination(destination.endpoints(), WriteFence.shut()).placing(places);
  }

  private GatewayClient gateway(String end, ZoneConfig zone) {
    return GatewayClient.guarded(system, end, zone, config.timeouts(), clock, WriteFence.shut());
  }

  /** Asks both who they are; fails with {@link RouteRefused} where they are no route. Blocks. */
  Ends.Known identify() {
    Ends.Known ends =
        new Ends(config, this::delay, Optional.of(clock.instant()))
            .identify(source, destination)
            .toCompletableFuture()
            .join();
    source.serves(ends.source());
    destination.serves(ends.destination());
    return ends;
  }

  GatewayClient source() {
    return source;
  }

  /** Users and buckets of the destination. */
  MetadataStore destination() {
    return PlacedMetadata.of(new RgwMetadataStore(destination), places);
  }

  /** The source's objects, to be read. */
  RgwContents sourceContents() {
    return new RgwContents(sourceObjects, CopyObserver.NONE);
  }

  /** The destination's. */
  RgwContents destinationContents() {
    return new RgwContents(destinationObjects, CopyObserver.NONE);
  }

  /** The source, of the keys that begin so. */
  ZoneView viewOfSource(String prefix) {
    return view(source, sourceObjects, prefix, Places.SAME);
  }

  /** The destination, likewise. */
  ZoneView viewOfDestination(String prefix) {
    return view(destination, destinationObjects, prefix, places);
  }

  private ZoneView view(GatewayClient gateway, S3Client objects, String prefix, Places placed) {
    return new ZoneView(
        PlacedMetadata.of(new RgwMetadataStore(gateway), placed),
        new RgwBucketOperations(objects, new LockDefaults(objects), key -> false)::lockDefault,
        new RgwBucketListing(gateway, prefix, placed),
        new RgwContents(objects, CopyObserver.NONE),
        new Attempts(
            RouteAssembly.retries(config.retry()),
            this::delay,
            () -> ThreadLocalRandom.current().nextDouble()));
  }

  /** In what the destination may be other. */
  Allowed allowed(Ends.Known ends) {
    return new Allowed(
        ends.destination().storageClasses(), config.fallbackOwner(), config.map().mapping());
  }

  /** As many versions at once as the configuration lets be copied. */
  FairGate gate() {
    return new FairGate(
        config.limits().objectsInFlight(),
        config.limits().bytesInFlight().bytes(),
        system.dispatcher());
  }

  ActorSystem system() {
    return system;
  }

  Materializer materializer() {
    return materializer;
  }

  /** Where may be waited for the disk. */
  String blocking() {
    return BLOCKING;
  }

  /** Waits without blocking. */
  CompletionStage<Void> delay(Duration time) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    system.scheduler().scheduleOnce(time, () -> over.complete(null), system.dispatcher());
    return over;
  }

  @Override
  public void close() {
    clients.close();
    system.terminate();
  }
}
