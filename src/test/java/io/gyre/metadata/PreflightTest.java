package io.gyre.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.config.MapConfig;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketInstance;
import io.gyre.log.BucketName;
import io.gyre.map.BucketMap;
import io.gyre.map.BucketRule;
import io.gyre.map.ClassMap;
import io.gyre.map.ClassRule;
import io.gyre.map.Mapping;
import io.gyre.map.OwnerMap;
import io.gyre.map.OwnerRule;
import io.gyre.map.Places;
import io.gyre.metadata.BucketSizes.Size;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.Materializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PreflightTest {
  private static final ActorTestKit PEKKO = ActorTestKit.create();
  private static final ZoneFacts DESTINATION =
      new ZoneFacts("z2", "slave-1", "g2", "slave", "r2", Set.of("default-placement"), "", true, 2);

  private final FakeMetadataStore source = new FakeMetadataStore("tester", "TESTER");
  private final FakeMetadataStore destination = new FakeMetadataStore("tester", "TESTER");
  private final Map<String, Size> sizes = new HashMap<>();
  private Optional<BucketSizes> asked = Optional.of(this::size);
  private Selection selection = new Selection(true, bucket -> true, uid -> false, bucket -> false);

  @AfterAll
  static void stop() {
    PEKKO.shutdownTestKit();
  }

  @AfterEach
  void nothingWasWritten() {
    assertThat(source.writes()).isEmpty();
    assertThat(destination.writes()).isEmpty();
  }

  private CompletionStage<Optional<Size>> size(BucketName bucket) {
    return sizes.containsKey(bucket.toString())
        ? CompletableFuture.completedFuture(Optional.ofNullable(sizes.get(bucket.toString())))
        : CompletableFuture.failedFuture(
            new GatewayException(FailureClass.TRANSIENT, "answered 500", null));
  }

  private PreflightFacts run() throws Exception {
    return new Preflight(
            source,
            destination,
            asked,
            DESTINATION,
            selection,
            Materializer.createMaterializer(PEKKO.system()))
        .run()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private static ObjectNode user(String uid, String email) {
    String key = uid.toUpperCase(Locale.ROOT);
    return SampleMetadata.withEmail(SampleMetadata.user(uid, key), email);
  }

  private void bucket(String name, String owner, Size size) {
    BucketInstance instance = BucketInstance.parse(name + ":src." + sizes.size());
    source.given("bucket", name, SampleMetadata.entryPoint(instance, instance.id(), owner));
    sizes.put(name, size);
  }

  private void theirs(String name, String owner) {
    BucketInstance instance = BucketInstance.parse(name + ":dst.1");
    destination.given("bucket", name, SampleMetadata.entryPoint(instance, "dst.1", owner));
  }

  @Test
  void anEmptyDestinationGetsAllThatIsSelected() throws Exception {
    source.given("user", "alice", user("alice", "alice@example.org"));
    source.given("user", "t$bob", user("t$bob", ""));
    bucket("photos", "alice", new Size(5, 1000));
    bucket("t/docs", "t$bob", new Size(7, 24));
    bucket("secret", "alice", new Size(100, 100));
    selection =
        new Selection(true, name -> !name.name().equals("secret"), uid -> false, name -> false);

    PreflightFacts facts = run();

    assertThat(facts)
        .isEqualTo(
            new PreflightFacts(
                2,
                2,
                Optional.of(new Size(12, 1024)),
                0,
                0,
                facts.collisions(),
                0,
                facts.gaps(),
                0));
  }

  @Test
  void whatRulesCannotComeToIsNamed() throws Exception {
    bucket("log-a", "alice", new Size(5, 1000));
    bucket("log-b", "alice", new Size(5, 1000));
    destination.given("user", "there", user("there", ""));
    Mapping map =
        new Mapping(
            new Places(new BucketMap(List.of(BucketRule.parse("regex:log-.* -> logs"))), List.of()),
            new OwnerMap(
                List.of(OwnerRule.parse("alice -> archive"), OwnerRule.parse("bob -> there"))),
            new ClassMap(List.of(ClassRule.parse("COLD -> ICE"))));
    selection =
        new Selection(
            true, true, name -> true, (name, owner) -> true, map, uid -> false, name -> false);

    assertThat(run().collisions())
        .filteredOn(found -> !(found instanceof Collision.Names))
        .containsExactlyInAnyOrder(new Collision.NoClass("ICE"), new Collision.NoOwner("archive"));
    assertThat(run().collisions())
        .filteredOn(Collision.Names.class::isInstance)
        .extracting(found -> ((Collision.Names) found).there())
        .containsExactly(BucketName.parse("logs"));
  }

  /** As after the loss of the state; by the source's names, as the destination is asked. */
  @Test
  void bucketsInOneThatWasMadeForOneOfThemAreNoCollision() throws Exception {
    bucket("one", "alice", new Size(5, 1000));
    bucket("two", "alice", new Size(5, 1000));
    Mapping map =
        MapConfig.ofPlaceRules(
                "bucket one -> both\nbucket two -> both\nkeys one: -> 1/\nkeys two: -> 2/")
            .mapping();
    selection =
        new Selection(
            true, true, name -> true, (name, owner) -> true, map, uid -> false, name -> false);
    isThere("one", "theirs");
    isThere("two", "theirs");
    assertThat(run().refusedBuckets()).isEqualTo(2);

    JsonNode entry = source.stored("bucket", "two");
    String id = new SourceBucket(BucketName.parse("two"), entry, entry).copyId(map.places());
    isThere("one", id);
    isThere("two", id);
    assertThat(run().refusedBuckets()).isZero();
    assertThat(run().buckets()).isEqualTo(2);
  }

  private void isThere(String name, String id) {
    BucketInstance instance = new BucketInstance(BucketName.parse(name), id);
    destination.given("bucket", name, SampleMetadata.entryPoint(instance, id, "alice"));
  }

  @Test
  void withoutObjectsNoSizesAreAskedFor() throws Exception {
    asked = Optional.empty();
    bucket("photos", "alice", new Size(5, 1000));

    PreflightFacts facts = run();

    assertThat(facts.buckets()).isEqualTo(1);
    assertThat(facts.size()).isEmpty();
  }

  @Test
  void anotherUserOfTheSameNameIsRefusedWithItsBuckets() throws Exception {
    source.given("user", "alice", user("alice", ""));
    bucket("photos", "alice", new Size(5, 1000));
    destination.given("user", "alice", SampleMetadata.user("alice", "OTHER"));

    PreflightFacts facts = run();

    assertThat(facts.collisions()).containsExactly(new Collision.User("alice", false));
    assertThat(facts.users()).isZero();
    assertThat(facts.refusedUsers()).isEqualTo(1);
    assertThat(facts.refusedBuckets()).isEqualTo(1);
    assertThat(facts.size()).hasValue(new Size(0, 0));
  }

  @Test
  void anotherBucketOfTheSameNameIsRefused() throws Exception {
    bucket("photos", "alice", new Size(5, 1000));
    theirs("photos", "bob");

    PreflightFacts facts = run();

    assertThat(facts.collisions())
        .containsExactly(new Collision.Bucket(BucketName.parse("photos"), "bob", false));
    assertThat(facts.buckets()).isZero();
    assertThat(facts.refusedBuckets()).isEqualTo(1);
  }

  @Test
  void whatIsAdoptedIsCopiedAndNamed() throws Exception {
    selection = new Selection(true, name -> true, uid -> true, name -> true);
    source.given("user", "alice", user("alice", ""));
    bucket("photos", "alice", new Size(5, 1000));
    destination.given("user", "alice", SampleMetadata.user("alice", "OTHER"));
    theirs("photos", "bob");

    PreflightFacts facts = run();

    assertThat(facts.collisions())
        .containsExactly(
            new Collision.User("alice", true),
            new Collision.Bucket(BucketName.parse("photos"), "bob", true));
    assertThat(facts.users()).isEqualTo(1);
    assertThat(facts.size()).hasValue(new Size(5, 1000));
  }

  @Test
  void whatALostStateHadCopiedIsNoCollision() throws Exception {
    source.given("user", "alice", user("alice", ""));
    bucket("photos", "alice", new Size(5, 1000));
    destination.given("user", "alice", user("alice", ""));
    destination.given("bucket", "photos", source.stored("bucket", "photos"));

    PreflightFacts facts = run();

    assertThat(facts.collisions()).isEmpty();
    assertThat(facts.buckets()).isEqualTo(1);
  }

  @Test
  void theHolderOfAnAccessKeyIsFound() throws Exception {
    source.given("user", "alice", user("alice", ""));
    destination.given("user", "bob", SampleMetadata.user("bob", "ALICE"));

    PreflightFacts facts = run();

    assertThat(facts.collisions())
        .containsExactly(new Collision.AccessKey("alice", "ALICE", "bob"));
    assertThat(facts.refusedUsers()).isEqualTo(1);
  }

  @Test
  void theHolderOfAnEmailAddressIsFound() throws Exception {
    source.given("user", "alice", user("alice", "Shared@example.org"));
    destination.given("user", "bob", user("bob", "shared@example.org"));

    PreflightFacts facts = run();

    assertThat(facts.collisions()).containsExactly(new Collision.Email("alice", "bob"));
    assertThat(facts.users()).isEqualTo(1);
  }

  @Test
  void whatHasNoAnswerIsNamedAndTheRestIsCounted() throws Exception {
    bucket("photos", "alice", new Size(5, 1000));
    bucket("videos", "alice", new Size(7, 24));
    sizes.remove("videos");

    PreflightFacts facts = run();

    assertThat(facts.buckets()).isEqualTo(2);
    assertThat(facts.size()).hasValue(new Size(5, 1000));
    assertThat(facts.gaps()).containsExactly("bucket videos: answered 500");
  }

  @Test
  void aDestinationThatDoesNotAnswerStopsNothing() throws Exception {
    source.given("user", "alice", user("alice", ""));
    bucket("photos", "alice", new Size(5, 1000));
    destination.fail(new GatewayException(FailureClass.TRANSIENT, "down", null));

    PreflightFacts facts = run();

    assertThat(facts.gaps()).containsExactly("the users: down", "bucket photos: down");
  }

  @Test
  void onlySoManyCollisionsAreNamedAndAllAreCounted() throws Exception {
    int many = PreflightTally.MAX_NAMED + 5;
    for (int i = 0; i < many; i++) {
      bucket("b" + i, "alice", new Size(1, 1));
      theirs("b" + i, "bob");
    }

    PreflightFacts facts = run();

    assertThat(facts.collisions()).hasSize(PreflightTally.MAX_NAMED);
    assertThat(facts.allCollisions()).isEqualTo(many);
    assertThat(facts.refusedBuckets()).isEqualTo(many);
  }
}
