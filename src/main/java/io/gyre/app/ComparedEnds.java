package io.gyre.app;

import io.gyre.check.Allowed;
import io.gyre.check.Counterpart;
import io.gyre.check.ZoneView;
import io.gyre.checkpoint.RouteIdentity;
import io.gyre.config.DestinationType;
import io.gyre.config.GyreConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.copy.FairGate;
import io.gyre.failure.Attempts;
import io.gyre.lease.WriteFence;
import io.gyre.map.Mapping;
import io.gyre.map.Places;
import io.gyre.metadata.MetadataStore;
import io.gyre.metadata.PlacedMetadata;
import io.gyre.rgw.BucketDocuments;
import io.gyre.rgw.CopyObserver;
import io.gyre.rgw.GatewayClient;
import io.gyre.rgw.LockDefaults;
import io.gyre.rgw.RgwBucketListing;
import io.gyre.rgw.RgwBucketOperations;
import io.gyre.rgw.RgwContents;
import io.gyre.rgw.RgwMetadataStore;
import io.gyre.s3.EndpointRotation;
import io.gyre.s3.S3Client;
import io.gyre.store.ComparedStore;
import io.gyre.store.KnownCopies;
import io.gyre.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
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
    this.destinationObjects = destinationObjects();
  }

  private S3Client destinationObjects() {
    if (config.destination().type() == DestinationType.RGW) {
      return clients.destination(destination.endpoints(), WriteFence.shut()).placing(places);
    }
    EndpointRotation endpoints = new EndpointRotation(config.destination().endpoints(), clock);
    S3Client store = clients.destination(endpoints, WriteFence.shut()).placing(places);
    return config.destination().quirks().pathStyle() ? store : store.withBucketsInHost();
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

  /**
   * What is compared, whatever kind the destination is of.
   *
   * @param id by which a state knows the route
   * @param placements placement targets of the destination
   * @param allowed in what the destination may be other
   */
  record Route(RouteIdentity id, Ends.Names names, Set<String> placements, Allowed allowed) {}

  /** Asks both who they are; fails with {@link RouteRefused} where they are no route. Blocks. */
  Route route() {
    if (config.destination().type() == DestinationType.S3) {
      return toStore();
    }
    Ends.Known ends = identify();
    return new Route(
        new RouteIdentity(ends.source().zoneId(), ends.destination().zoneId()),
        ends.names(),
        ends.destination().placements(),
        allowed(ends));
  }

  private Route toStore() {
    String endpoint = config.destination().endpoints().get(0).toString();
    Ends ends = new Ends(config, this::delay, Optional.of(clock.instant()));
    return ends.anySource(source)
        .thenCombine(
            ends.store(() -> Store.account(destinationObjects)),
            (zone, account) -> {
              source.serves(zone);
              return new Route(
                  new RouteIdentity(zone.zoneId(), RouteIdentity.storeId(endpoint, account)),
                  new Ends.Names(zone.zoneName(), endpoint),
                  Set.of(),
                  Allowed.ofStore(config.map().mapping().classes()));
            })
        .toCompletableFuture()
        .join();
  }

  /**
   * The destination, of the keys that begin so.
   *
   * @param known what the state of the route knows of copies in a store
   */
  Counterpart counterpart(KnownCopies known, String prefix) {
    return config.destination().type() == DestinationType.S3
        ? new ComparedStore(
            config.destination(),
            destinationObjects,
            new BucketDocuments(sourceObjects),
            known,
            prefix,
            config.map().mapping().classes(),
            attempts())
        : viewOfDestination(prefix);
  }

  GatewayClient source() {
    return source;
  }

  /** The destination's gateway. */
  GatewayClient destinationGateway() {
    return destination;
  }

  /** Users and buckets of the destination. */
  MetadataStore destination() {
    return PlacedMetadata.of(new RgwMetadataStore(destination), places);
  }

  /** The source's objects, to be read. */
  RgwContents sourceContents() {
    return new RgwContents(sourceObjects, CopyObserver.NONE);
  }

  /** The source, of the keys that begin so. */
  ZoneView viewOfSource(String prefix) {
    return view(source, sourceObjects, prefix, Mapping.NONE);
  }

  /** The destination, likewise. */
  ZoneView viewOfDestination(String prefix) {
    return view(destination, destinationObjects, prefix, config.map().mapping());
  }

  private ZoneView view(GatewayClient gateway, S3Client objects, String prefix, Mapping map) {
    return new ZoneView(
        PlacedMetadata.of(new RgwMetadataStore(gateway), map.places()),
        new RgwBucketOperations(objects, new LockDefaults(objects), key -> false)::lockDefault,
        new RgwBucketListing(gateway, prefix, map.places()),
        new RgwContents(objects, CopyObserver.NONE),
        map,
        attempts());
  }

  private Attempts attempts() {
    return new Attempts(
        RouteAssembly.retries(config.retry()),
        this::delay,
        () -> ThreadLocalRandom.current().nextDouble());
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
