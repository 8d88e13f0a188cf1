package io.gyre.metadata;

import io.gyre.checkpoint.InMemoryCheckpointStore;
import io.gyre.checkpoint.Shortfall;
import io.gyre.copy.DestinationVersioning;
import io.gyre.copy.FakeZones;
import io.gyre.log.BucketInstance;
import io.gyre.log.BucketName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.Materializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Users and buckets between fakes of two zones. */
abstract class MetadataFixture {
  private static ActorTestKit pekko;

  static final BucketInstance PHOTOS = BucketInstance.parse("photos:src.1");

  /** The id of its copy: the marker and a hash of the name. */
  static final String COPY = "src.1-0876e0d9";

  final FakeMetadataStore source = new FakeMetadataStore("tester", "TESTER");
  final FakeMetadataStore destination = new FakeMetadataStore("tester", "TESTER");
  final InMemoryCheckpointStore checkpoints = new InMemoryCheckpointStore();
  final FakeBucketOperations sourceBuckets = new FakeBucketOperations(source);
  final FakeBucketOperations destinationBuckets = new FakeBucketOperations(destination);
  final FakeZones zones = new FakeZones();
  final FakePauses pauses = new FakePauses();
  final List<BucketInstance> discovered = new ArrayList<>();
  final List<BucketName> opened = new ArrayList<>();
  final List<String> ofAnother = new ArrayList<>();
  final Set<BucketName> adopted = new HashSet<>();
  CompletableFuture<Void> copiesEnded = CompletableFuture.completedFuture(null);
  static final ZoneFacts FACTS =
      new ZoneFacts(
          "z2",
          "slave-1",
          "g2",
          "slave",
          "r2",
          Set.of("default-placement"),
          "default-placement",
          true,
          2);
  final ZoneFacts destinationFacts = FACTS;
  final MetadataReplicator replicator = replicator();

  @BeforeAll
  static void start() {
    pekko = ActorTestKit.create();
  }

  @AfterAll
  static void stop() {
    pekko.shutdownTestKit();
  }

  /** That of another start, with the same checkpoint. */
  MetadataReplicator replicator() {
    return replicator(true);
  }

  /**
   * @param users whether users are replicated
   */
  MetadataReplicator replicator(boolean users) {
    return replicator(new Selection(users, bucket -> true, uid -> false, adopted::contains));
  }

  MetadataReplicator replicator(Selection selection) {
    destinationBuckets.placeBy(selection.map().places());
    DestinationVersioning versioning =
        new DestinationVersioning(
            zones,
            selection.map().places(),
            new VersioningJournal(checkpoints),
            Runnable::run,
            () -> CompletableFuture.completedFuture(null));
    return new MetadataReplicator(
        source,
        new DestinationOwners(
            source,
            destination,
            checkpoints,
            destinationFacts,
            selection,
            Optional.empty(),
            pauses.patience()),
        new ZoneBuckets(
            PlacedMetadata.of(destination, selection.map().places()),
            sourceBuckets,
            destinationBuckets,
            destinationFacts,
            versioning,
            new BucketObserver() {
              @Override
              public void blockPublicAclsLost(BucketName bucket) {
                opened.add(bucket);
              }

              @Override
              public void settingsLeftOut(BucketName bucket, List<String> what) {}

              @Override
              public void settingsOfAnother(
                  BucketName bucket, BucketName decider, List<String> what) {
                ofAnother.add(bucket + " of " + decider + " " + what);
              }
            },
            pauses.patience(),
            selection.map()),
        checkpoints,
        versioning,
        selection,
        (instance, shards) -> discovered.add(instance),
        bucket -> copiesEnded,
        128,
        pauses.patience(),
        Materializer.createMaterializer(pekko.system()));
  }

  static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  void sourceHas(BucketInstance instance, String marker) {
    source.given("user", "alice", SampleMetadata.user("alice", "ALICE"));
    source.given(
        "bucket",
        instance.bucket().toString(),
        SampleMetadata.entryPoint(instance, marker, "alice"));
    source.given(
        "bucket.instance",
        instance.toString(),
        SampleMetadata.instance(instance, marker, "alice", "g1"));
  }

  List<String> shortfalls() throws Exception {
    return Shortfall.among(await(checkpoints.facts())).stream()
        .map(it -> it.section() + " " + it.name())
        .toList();
  }
}
