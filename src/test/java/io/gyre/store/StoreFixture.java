package io.gyre.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.checkpoint.InMemoryCheckpointStore;
import io.gyre.config.DestinationConfig;
import io.gyre.config.DestinationType;
import io.gyre.config.Endpoint;
import io.gyre.config.HttpClientKind;
import io.gyre.config.Secret;
import io.gyre.config.Signature;
import io.gyre.config.StorePreset;
import io.gyre.config.TimeoutsConfig;
import io.gyre.config.Verification;
import io.gyre.copy.AdaptiveLimit;
import io.gyre.copy.ObjectVersion;
import io.gyre.embedded.EmbeddedSettings;
import io.gyre.embedded.EmbeddedZone;
import io.gyre.embedded.faults.FaultRule;
import io.gyre.failure.Attempts;
import io.gyre.failure.GatewayException;
import io.gyre.failure.RetryPolicy;
import io.gyre.guard.DeleteGuard;
import io.gyre.log.BucketName;
import io.gyre.map.ClassMap;
import io.gyre.map.Places;
import io.gyre.metadata.Patience;
import io.gyre.metadata.SourceBucket;
import io.gyre.rgw.BucketDocuments;
import io.gyre.rgw.CopyObserver;
import io.gyre.rgw.SourceObjects;
import io.gyre.rgw.SourceVersion;
import io.gyre.s3.EventLoops;
import io.gyre.s3.S3Client;
import io.gyre.select.Contents;
import io.gyre.testing.S3User;
import io.gyre.testing.StoreView;
import io.gyre.testing.TestZone;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A source and a store, both embedded gateways in this JVM: the store is called as an ordinary user
 * of it, who gets nothing but plain S3.
 */
final class StoreFixture implements AutoCloseable {
  static final String ACCOUNT = "account";
  static final String REGION = "eu-west-3";
  static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

  private final EventLoops loops = new EventLoops();
  private final List<S3Client> clients = new ArrayList<>();
  private final EmbeddedZone sourceZone = EmbeddedZone.start(EmbeddedSettings.named("source"));
  private final EmbeddedZone storeZone = EmbeddedZone.start(EmbeddedSettings.named("store"));
  private final TestZone source = client(sourceZone);
  private final TestZone store = client(storeZone);
  private final S3User owner = source.createUser("owner");
  private final S3User account = store.createUser(ACCOUNT);
  private final S3Client from = s3(source, source.accessKey(), source.secretKey());
  private final S3Client to = s3(store, account.accessKey(), account.secretKey());
  final InMemoryCheckpointStore checkpoints = new InMemoryCheckpointStore();
  Clock clock = Clock.systemUTC();
  Contents contents = Contents.ALL;
  Optional<DeleteGuard> guard = Optional.empty();
  final RecordedLosses losses = new RecordedLosses();

  private static TestZone client(EmbeddedZone zone) {
    return new TestZone(
        zone.settings().name(),
        zone.zone().identity().zonegroup(),
        zone.endpoint(),
        zone.key().id(),
        zone.key().secret());
  }

  private S3Client s3(TestZone zone, String accessKey, String secretKey) {
    return s3(end(zone.endpoint(), StorePreset.CEPH, Optional.empty(), accessKey, secretKey));
  }

  private S3Client s3(DestinationConfig config) {
    S3Client client =
        S3Client.create(
            HttpClientKind.NETTY,
            config.end(),
            TimeoutsConfig.defaults(),
            64,
            loops,
            Clock.systemUTC());
    clients.add(client);
    return config.quirks().pathStyle() ? client : client.withBucketsInHost();
  }

  private static DestinationConfig end(
      URI endpoint,
      StorePreset preset,
      Optional<Verification> verification,
      String accessKey,
      String secretKey) {
    return new DestinationConfig(
        DestinationType.S3,
        List.of(Endpoint.parse(endpoint.toString())),
        accessKey,
        Secret.of(secretKey),
        Optional.empty(),
        REGION,
        Signature.V4,
        Optional.empty(),
        false,
        Optional.of(preset),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of("leases"),
        verification);
  }

  /** As after a start: it knows what the checkpoint knows. */
  Store open() {
    return open(Optional.empty());
  }

  /**
   * The same.
   *
   * @param maxDelete objects that may go with one bucket
   */
  Store open(Optional<Integer> maxDelete) {
    return open(
        end(
            store.endpoint(),
            StorePreset.CEPH,
            Optional.empty(),
            account.accessKey(),
            account.secretKey()),
        to,
        maxDelete);
  }

  /** Another store than ours, with the example keys. */
  Store openAt(String endpoint, StorePreset preset, Optional<Verification> verification) {
    DestinationConfig config =
        end(URI.create(endpoint), preset, verification, "AKIAIOSFODNN7EXAMPLE", SECRET);
    return open(config, s3(config), Optional.empty());
  }

  /** A client of another store, with the example keys. */
  S3Client clientAt(String endpoint, StorePreset preset) {
    return s3(end(URI.create(endpoint), preset, Optional.empty(), "AKIAIOSFODNN7EXAMPLE", SECRET));
  }

  private Store open(DestinationConfig config, S3Client client, Optional<Integer> maxDelete) {
    Store.Removals removals = new Store.Removals(maxDelete, guard, contents::takeKey);
    return new Store(
        config,
        client,
        new SourceObjects(from, CopyObserver.NONE, contents, Clock.systemUTC()),
        new BucketDocuments(from),
        checkpoints,
        removals,
        new Store.Limits(
            new AdaptiveLimit("keys", 8, Runnable::run),
            new AdaptiveLimit("parts", 4, Runnable::run)),
        ClassMap.NONE,
        patience(),
        losses,
        clock);
  }

  /** As it is compared, without a state. */
  ComparedStore compared(Places places, ClassMap classes, String prefix) {
    return new ComparedStore(
        end(
            store.endpoint(),
            StorePreset.CEPH,
            Optional.empty(),
            account.accessKey(),
            account.secretKey()),
        to.placing(places),
        new BucketDocuments(from),
        KnownCopies.NONE,
        prefix,
        classes,
        new Attempts(
            patience().retries(), time -> CompletableFuture.completedFuture(null), () -> 0.5));
  }

  /** As a lease is kept there, without a fence. */
  S3Client storeClient() {
    return to;
  }

  /** As a zone's system user has it. */
  S3Client systemClient() {
    return s3(store, store.accessKey(), store.secretKey());
  }

  /** Reads a version of the source. */
  <T> CompletionStage<T> read(
      ObjectVersion version, Function<SourceVersion, CompletionStage<T>> reader) {
    return new SourceObjects(from, CopyObserver.NONE, contents, Clock.systemUTC())
        .read(version, reader)
        .thenApply(Optional::orElseThrow);
  }

  /** Writes one to the store. */
  CompletionStage<StoreWrites.Written> write(SourceVersion version) {
    return open().writes().write(version, OptionalLong.empty());
  }

  private static Patience patience() {
    RetryPolicy retries =
        new RetryPolicy(
            Duration.ofMillis(1),
            Duration.ofMillis(10),
            3,
            Duration.ofMillis(10),
            Duration.ofMillis(10),
            Duration.ofMillis(10));
    return new Patience(retries, time -> CompletableFuture.completedFuture(null), () -> 0.5);
  }

  /** The owner of everything at the source. */
  S3User owner() {
    return owner;
  }

  /** The user of the store that we work as. */
  S3User account() {
    return account;
  }

  TestZone source() {
    return source;
  }

  TestZone store() {
    return store;
  }

  /** A bucket of that name at both ends. */
  BucketName bucket(String name) {
    owner.createBucket(name);
    account.createBucket(name);
    return new BucketName("", name);
  }

  /** A bucket as the source's metadata has it. */
  SourceBucket sourceBucket(String name) {
    JsonNode entry = source.system().json("/admin/metadata/bucket", Map.of("key", name));
    String id = entry.path("data").path("bucket").path("bucket_id").asText();
    JsonNode info =
        source.system().json("/admin/metadata/bucket.instance", Map.of("key", name + ":" + id));
    return new SourceBucket(new BucketName("", name), entry, info);
  }

  /** What both ends show of a bucket. */
  List<String> atSource(BucketName bucket) {
    return StoreView.of(source, owner, bucket.name());
  }

  List<String> atStore(BucketName bucket) {
    return StoreView.of(store, account, bucket.name());
  }

  /** From now on the store does this wrong, see {@link FaultRule#SYNTAX}. */
  void storeFails(String... rules) {
    List<FaultRule> all = new ArrayList<>();
    for (String rule : rules) {
      all.add(FaultRule.parse(rule));
    }
    storeZone.faults().set(all.toArray(FaultRule[]::new));
  }

  /** The same at the source. */
  void sourceFails(String... rules) {
    List<FaultRule> all = new ArrayList<>();
    for (String rule : rules) {
      all.add(FaultRule.parse(rule));
    }
    sourceZone.faults().set(all.toArray(FaultRule[]::new));
  }

  /** How many requests some rule of the store has struck so far. */
  long struck() {
    return storeZone.faults().done();
  }

  static ObjectVersion plain(BucketName bucket, String key) {
    return ObjectVersion.plain(bucket, key);
  }

  static <T> T done(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  static GatewayException failure(CompletionStage<?> stage) {
    try {
      stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    } catch (CompletionException failed) {
      return (GatewayException) GatewayException.unwrap(failed);
    }
    throw new AssertionError("it did not fail");
  }

  @Override
  public void close() {
    clients.forEach(S3Client::close);
    loops.close();
    source.close();
    store.close();
    sourceZone.close();
    storeZone.close();
  }
}
