package io.gyre.app;

import io.gyre.checkpoint.CheckpointStore;
import io.gyre.checkpoint.RouteIdentity;
import io.gyre.config.GyreConfig;
import io.gyre.copy.AdaptiveLimit;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.guard.DeleteGuard;
import io.gyre.lease.Lease;
import io.gyre.metadata.BucketSizes;
import io.gyre.metadata.DestinationUsers;
import io.gyre.metadata.Patience;
import io.gyre.metadata.Preflight;
import io.gyre.metadata.ZoneFacts;
import io.gyre.ops.PoolGauge;
import io.gyre.rgw.BucketDocuments;
import io.gyre.rgw.RgwBucketSizes;
import io.gyre.rgw.RgwMetadataStore;
import io.gyre.rgw.SourceObjects;
import io.gyre.route.RouteStatistics;
import io.gyre.s3.S3Client;
import io.gyre.select.Contents;
import io.gyre.store.BucketMaking;
import io.gyre.store.ObjectLease;
import io.gyre.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.stream.Materializer;

/** Any S3 store, called as an ordinary user of it. */
final class StoreDestination implements Destination {
  private final GyreConfig config;
  private final S3Client client;
  private final S3Client unfenced;
  private final RouteStatistics statistics;
  private final Clock clock;

  /**
   * @param client of the store
   * @param unfenced the same for its lease, which decides whether the other one may write
   */
  StoreDestination(
      GyreConfig config,
      S3Client client,
      S3Client unfenced,
      RouteStatistics statistics,
      Clock clock) {
    this.config = config;
    this.client = client.placing(config.map().places());
    this.unfenced = unfenced;
    this.statistics = statistics;
    this.clock = clock;
  }

  /** By its first endpoint and the account: what else there is may be anybody's. */
  @Override
  public CompletionStage<Identity> identify(Ends ends) {
    String endpoint = config.destination().endpoints().get(0).toString();
    return ends.store(() -> Store.account(client))
        .thenApply(account -> new Identity(RouteIdentity.storeId(endpoint, account), endpoint));
  }

  @Override
  public void begin(ZoneFacts source) {
    // The source cannot be it: what would tell is no longer asked of a store.
  }

  @Override
  public Lease lease(ZoneFacts source, String holder, Duration patience) {
    return config
        .destination()
        .leaseBucket()
        .<Lease>map(
            bucket ->
                new ObjectLease(
                    unfenced,
                    bucket,
                    BucketMaking.at(config.destination()),
                    source.zoneId(),
                    holder,
                    patience,
                    System::nanoTime))
        .orElseGet(NoLease::new);
  }

  /** None was asked for. */
  private static final class NoLease implements Lease {
    @Override
    public CompletionStage<Answer> take(Duration length) {
      return CompletableFuture.completedFuture(Answer.UNSUPPORTED);
    }

    @Override
    public CompletionStage<Void> release() {
      return CompletableFuture.completedFuture(null);
    }
  }

  @Override
  public String withoutLease() {
    return config.destination().leaseBucket().isPresent()
        ? "it takes writes that had to be refused by their condition (If-None-Match, If-Match), so it"
            + " can keep no lease, and nothing but the state directory keeps a second Gyre off this"
            + " route"
        : "nothing but the state directory keeps a second Gyre off this route"
            + " (destination.lease-bucket would, if the store has conditional writes)";
  }

  @Override
  public String leaseHolder(ZoneFacts source) {
    return "Who it is (its host and the id of its state) says the object "
        + ObjectLease.keyOf(source.zoneId())
        + " of bucket "
        + config.destination().leaseBucket().orElse("");
  }

  @Override
  public CompletionStage<Void> check() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Preflight preflight(SourceClients source, Materializer materializer) {
    return new Preflight(
        new RgwMetadataStore(source.gateway()),
        config.metadataOnly()
            ? Optional.empty()
            : Optional.of(new RgwBucketSizes(source.gateway())),
        RouteAssembly.selection(config),
        materializer);
  }

  @Override
  public CompletionStage<?> answers() {
    return Store.account(client);
  }

  private Store.Limits limits(Executor executor) {
    return new Store.Limits(
        new AdaptiveLimit("destination, keys", config.limits().objectsInFlight(), executor),
        new AdaptiveLimit("destination, parts", config.limits().partsAtOnce(), executor));
  }

  @Override
  public PoolGauge pool() {
    return Operations.pool("destination", client, () -> 0);
  }

  @Override
  public BucketSizes sizes() {
    return bucket ->
        CompletableFuture.failedFuture(
            new GatewayException(
                FailureClass.INVALID, "a store does not say how much is in a bucket", null));
  }

  @Override
  public Parts parts(
      SourceClients source,
      CheckpointStore checkpoints,
      DeleteGuard deletes,
      Patience patience,
      CopyLosses losses,
      Executor executor) {
    Contents contents = config.select().contents();
    Store store =
        new Store(
            config.destination(),
            client,
            new SourceObjects(source.objects(), losses, contents, clock),
            new BucketDocuments(source.objects()),
            checkpoints,
            new Store.Removals(
                config.limits().maxDelete(),
                config.limits().maxDeletePerHour().map(perHour -> deletes),
                contents::takeKey),
            limits(executor),
            config.map().mapping().classes(),
            patience,
            new StoreLosses(statistics, losses),
            clock);
    var unused = store.begin();
    return new Parts(
        store.keys(),
        DestinationUsers.NONE,
        store.buckets(),
        store.versioning(),
        store.listing(),
        () -> CompletableFuture.completedFuture(null));
  }
}
