package io.gyre.app;

import io.gyre.checkpoint.CheckpointStore;
import io.gyre.config.GyreConfig;
import io.gyre.copy.AdaptiveLimit;
import io.gyre.copy.DestinationVersioning;
import io.gyre.copy.DestinationVersioning.Need;
import io.gyre.copy.ObjectStore;
import io.gyre.copy.ZoneKeyCopier;
import io.gyre.guard.DeleteGuard;
import io.gyre.guard.GuardedRemovals;
import io.gyre.lease.Lease;
import io.gyre.log.BucketListing;
import io.gyre.map.Mapping;
import io.gyre.map.Places;
import io.gyre.metadata.BucketOperations;
import io.gyre.metadata.BucketSizes;
import io.gyre.metadata.DestinationListing;
import io.gyre.metadata.DestinationOwners;
import io.gyre.metadata.LimitedRemovals;
import io.gyre.metadata.MetadataStore;
import io.gyre.metadata.Patience;
import io.gyre.metadata.PlacedMetadata;
import io.gyre.metadata.Preflight;
import io.gyre.metadata.VersioningJournal;
import io.gyre.metadata.ZoneBuckets;
import io.gyre.metadata.ZoneFacts;
import io.gyre.ops.PoolGauge;
import io.gyre.rgw.GatewayClient;
import io.gyre.rgw.LockDefaults;
import io.gyre.rgw.MetadataLogLease;
import io.gyre.rgw.OwnKeySizes;
import io.gyre.rgw.RgwBucketListing;
import io.gyre.rgw.RgwBucketOperations;
import io.gyre.rgw.RgwBucketSizes;
import io.gyre.rgw.RgwMetadataStore;
import io.gyre.rgw.RgwObjectStore;
import io.gyre.rgw.RgwZone;
import io.gyre.s3.S3Client;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.stream.Materializer;

/** Another zone, called as a system user. */
final class ZoneDestination implements Destination {
  private final GyreConfig config;
  private final GatewayClient gateway;
  private final S3Client objects;
  private final Clock clock;
  private final Mapping map;
  private final Places places;
  private volatile Optional<ZoneFacts> known = Optional.empty();

  /**
   * @param gateway guarded
   * @param objects by the same endpoints
   */
  ZoneDestination(GyreConfig config, GatewayClient gateway, S3Client objects, Clock clock) {
    this.config = config;
    this.gateway = gateway;
    this.map = config.map().mapping();
    this.places = map.places();
    this.objects = objects.placing(places);
    this.clock = clock;
  }

  private ZoneFacts facts() {
    return known.orElseThrow(() -> new IllegalStateException("the zone was not asked yet"));
  }

  @Override
  public CompletionStage<Identity> identify(Ends ends) {
    return ends.destination(gateway)
        .thenApply(
            facts -> {
              known = Optional.of(facts);
              return new Identity(facts.zoneId(), facts.zoneName());
            });
  }

  @Override
  public void begin(ZoneFacts source) {
    Ends.refuseSame(source, facts());
    gateway.serves(facts());
  }

  @Override
  public Lease lease(ZoneFacts source, String holder, Duration patience) {
    return new MetadataLogLease(gateway.each(), source.zoneId(), holder, patience);
  }

  @Override
  public String withoutLease() {
    return "it has no metadata log to lock, so nothing but the state directory keeps a second Gyre off"
        + " this route";
  }

  @Override
  public String leaseHolder(ZoneFacts source) {
    return "Who it is (the cookie is its host and the id of its state) and until when, the"
        + " destination's cluster says:"
        + System.lineSeparator()
        + "  "
        + MetadataLogLease.command(source.zoneId(), facts().zoneName());
  }

  @Override
  public CompletionStage<Void> check() {
    return FallbackOwner.check(config, facts(), metadata())
        .thenCompose(
            checked -> ReadOnlyDestination.check(config, facts(), new RgwZone(gateway)::readOnly));
  }

  @Override
  public Preflight preflight(SourceClients source, Materializer materializer) {
    return new Preflight(
        new RgwMetadataStore(source.gateway()),
        metadata(),
        config.metadataOnly()
            ? Optional.empty()
            : Optional.of(new RgwBucketSizes(source.gateway())),
        facts(),
        RouteAssembly.selection(config),
        materializer);
  }

  @Override
  public CompletionStage<?> answers() {
    return new RgwZone(gateway).describe();
  }

  @Override
  public PoolGauge pool() {
    return Operations.pool("destination", objects, gateway::underWay);
  }

  @Override
  public BucketSizes sizes() {
    return new RgwBucketSizes(gateway, places);
  }

  @Override
  public Parts parts(
      SourceClients source,
      CheckpointStore checkpoints,
      DeleteGuard deletes,
      Patience patience,
      CopyLosses losses,
      Executor executor) {
    LockDefaults lockDefaults = new LockDefaults(objects);
    DestinationOwners owners = owners(source, checkpoints, patience);
    ObjectStore store =
        new RgwObjectStore(
            source.objects(),
            objects,
            facts().storageClasses(),
            owners,
            lockDefaults,
            losses,
            new AdaptiveLimit("destination, parts", config.limits().partsAtOnce(), executor),
            config.select().contents(),
            map,
            clock);
    DestinationVersioning versioning =
        new DestinationVersioning(
            store,
            places,
            new VersioningJournal(checkpoints),
            executor,
            () -> patience.delay().after(patience.retries().unknownSettle()));
    return new Parts(
        new ZoneKeyCopier(store, versioning),
        owners,
        buckets(source, lockDefaults, versioning, deletes, losses, patience),
        versioning,
        listing(versioning),
        () ->
            CompletableFuture.allOf(
                versioning.settle().toCompletableFuture(), owners.settle().toCompletableFuture()));
  }

  private MetadataStore metadata() {
    return PlacedMetadata.of(new RgwMetadataStore(gateway), places);
  }

  private DestinationOwners owners(
      SourceClients source, CheckpointStore checkpoints, Patience patience) {
    return new DestinationOwners(
        new RgwMetadataStore(source.gateway()),
        metadata(),
        checkpoints,
        facts(),
        RouteAssembly.selection(config),
        config.fallbackOwner(),
        patience);
  }

  private ZoneBuckets buckets(
      SourceClients source,
      LockDefaults lockDefaults,
      DestinationVersioning versioning,
      DeleteGuard deletes,
      CopyLosses losses,
      Patience patience) {
    return new ZoneBuckets(
        metadata(),
        new RgwBucketOperations(source.objects(), new LockDefaults(source.objects()), key -> false),
        removals(
            new RgwBucketOperations(objects, lockDefaults, config.select().contents()::takeKey),
            deletes),
        facts(),
        versioning,
        losses,
        patience,
        map);
  }

  private BucketOperations removals(BucketOperations buckets, DeleteGuard deletes) {
    BucketSizes own = new OwnKeySizes(objects, new RgwBucketSizes(gateway, places));
    BucketOperations guarded =
        config.limits().maxDeletePerHour().isPresent()
            ? new GuardedRemovals(buckets, own, deletes)
            : buckets;
    return config
        .limits()
        .maxDelete()
        .<BucketOperations>map(max -> new LimitedRemovals(guarded, own, max))
        .orElse(guarded);
  }

  private BucketListing listing(DestinationVersioning versioning) {
    BucketListing listing =
        new DestinationListing(metadata(), new RgwBucketListing(gateway, "", places));
    return (shard, after, max) ->
        versioning.run(shard.instance().bucket(), Need.LOOK, () -> listing.list(shard, after, max));
  }
}
