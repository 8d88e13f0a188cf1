package io.gyre.check;

import static io.gyre.check.Rows.plain;
import static io.gyre.check.Rows.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.gyre.check.Checked.Equal;
import io.gyre.check.Checked.Finding;
import io.gyre.check.ObjectFacts.Tag;
import io.gyre.check.Subject.Kind;
import io.gyre.copy.FairGate;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import io.gyre.map.Mapping;
import io.gyre.select.ObjectRules;
import io.gyre.select.Rule;
import io.gyre.select.RuleList;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole comparisons of two zones in memory. */
@Timeout(60)
class CheckTest {
  private static final ActorSystem SYSTEM = ActorSystem.create("check");
  private static final Scope ALL =
      new Scope(true, List.of(), bucket -> true, true, false, Depth.LISTINGS, Sample.ALL);

  private final FakeZone source = new FakeZone("source");
  private final FakeZone destination = new FakeZone("destination");

  /** Called at each pause. */
  private Runnable meanwhile = () -> {};

  private final List<Checked> results = new ArrayList<>();
  private final Tally tally = new Tally();

  @AfterAll
  static void terminate() {
    SYSTEM.terminate();
  }

  private void check(Scope scope) throws Exception {
    Check check =
        new Check(
            source.view(),
            destination.view(),
            Set.of(),
            new Allowed(Set.of(), Optional.empty(), Mapping.NONE),
            scope,
            Looks.within(Duration.ofSeconds(7)),
            new FairGate(8, Long.MAX_VALUE, SYSTEM.dispatcher()),
            Replication.UNKNOWN,
            pause -> CompletableFuture.runAsync(() -> meanwhile.run(), SYSTEM.dispatcher()),
            Clock.systemUTC(),
            SYSTEM.dispatcher(),
            SystemMaterializer.get(SYSTEM).materializer());
    check
        .results()
        .runWith(Sink.seq(), SYSTEM)
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS)
        .forEach(
            result -> {
              results.add(result);
              tally.add(result);
            });
  }

  private List<Finding> findings() {
    return results.stream().filter(Finding.class::isInstance).map(Finding.class::cast).toList();
  }

  private static Scope scope(Depth depth, Sample sample) {
    return new Scope(true, List.of(), bucket -> true, true, false, depth, sample);
  }

  private void both(String bucket, String... keys) {
    for (FakeZone zone : List.of(source, destination)) {
      zone.bucket(bucket);
      for (String key : keys) {
        zone.put(bucket, plain(key, "content"));
      }
    }
  }

  @Test
  void equalZonesAreComparedShardByShardAndNoKeyByItself() throws Exception {
    both("photos", "a", "b", "c", "d");

    check(ALL);

    assertThat(findings()).isEmpty();
    assertThat(tally.equal(Kind.KEY)).isEqualTo(4);
    assertThat(tally.equal(Kind.BUCKET)).isEqualTo(1);
    assertThat(source.listed).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(source.asked).isEmpty();
    assertThat(destination.asked).isEmpty();
  }

  @Test
  void whatIsNotReplicatedIsNotCompared() throws Exception {
    both("photos", "same", "grown");
    source.put("photos", plain("grown", "too large to be copied"));
    source.put("photos", plain("new", "too large to be copied"));
    source.put("photos", plain("tagged", "text"));
    source.facts.put("tagged", tagged(plain("tagged", "text"), new Tag("keep", "no")));
    source.put("photos", plain("tmp/a", "text"));
    destination.put("photos", plain("tmp/b", "text"));
    source.put("photos", plain("missing", "text"));
    destination.put("photos", plain("extra", "text too large by now"));
    source.bucket("hers");
    RuleList notTmp = new RuleList(List.of(Rule.parse("- prefix:tmp/")));
    RuleList keep = new RuleList(List.of(Rule.parse("- keep=no")));
    ObjectRules objects =
        new ObjectRules(
            OptionalLong.empty(),
            OptionalLong.of(10),
            Optional.empty(),
            Optional.empty(),
            RuleList.NONE,
            keep);

    check(
        new Scope(
            true,
            List.of(),
            bucket -> true,
            true,
            false,
            Depth.LISTINGS,
            Sample.ALL,
            (bucket, owner) -> !bucket.name().equals("hers"),
            new io.gyre.select.Contents(notTmp, objects)));

    assertThat(findings())
        .extracting(Finding::subject, Finding::verdict)
        .containsExactlyInAnyOrder(
            tuple(new Subject.Key(BucketName.parse("photos"), "missing"), Verdict.MISSING),
            tuple(new Subject.Key(BucketName.parse("photos"), "extra"), Verdict.EXTRA));
    assertThat(tally.equal(Kind.KEY)).isEqualTo(1);
    assertThat(tally.keys()).isEqualTo(3);
  }

  private static ObjectFacts tagged(ListedVersion version, Tag tag) {
    ObjectFacts facts = FakeZone.facts(version, "");
    return new ObjectFacts(
        facts.size(),
        facts.etag(),
        facts.sourceEtag(),
        facts.storageClass(),
        facts.acl(),
        facts.headers(),
        Set.of(tag),
        facts.retention(),
        facts.legalHold(),
        facts.sha256());
  }

  /** An older copy of what has become too large; which of the others is current is not told. */
  @Test
  void versionsThatAreNotSelectedAreLeftOutAtBothEnds() throws Exception {
    both("photos");
    source.put(
        "photos",
        version("a", "V2", true, "too large to be copied"),
        version("a", "V1", false, "text"));
    destination.put("photos", version("a", "V1", true, "text"));
    ObjectRules small =
        new ObjectRules(
            OptionalLong.empty(),
            OptionalLong.of(10),
            Optional.empty(),
            Optional.empty(),
            RuleList.NONE,
            RuleList.NONE);

    check(
        new Scope(
            true,
            List.of(),
            bucket -> true,
            true,
            false,
            Depth.ATTRIBUTES,
            Sample.ALL,
            (bucket, owner) -> true,
            new io.gyre.select.Contents(RuleList.NONE, small)));

    assertThat(findings()).isEmpty();
    assertThat(tally.equal(Kind.KEY)).isEqualTo(1);
  }

  @Test
  void bucketsOfDifferentShardsAreComparedAsAWhole() throws Exception {
    source.bucket("photos", 11).put("photos", plain("a", "content"));
    destination.bucket("photos", 3).put("photos", plain("a", "content"));

    check(ALL);

    assertThat(findings()).isEmpty();
    assertThat(tally.equal(Kind.KEY)).isEqualTo(1);
    assertThat(source.listed).containsExactly(-1);
    assertThat(destination.listed).containsExactly(-1);
  }

  @Test
  void whatArrivesWhileItIsLookedAtIsEqual() throws Exception {
    both("photos");
    source.put("photos", plain("late", "content"));
    meanwhile = () -> destination.put("photos", plain("late", "content"));

    check(ALL);

    assertThat(results)
        .contains(new Equal(new Subject.Key(BucketName.parse("photos"), "late"), true));
    assertThat(findings()).isEmpty();
  }

  @Test
  void whatKeepsChangingAtTheSourceIsInFlight() throws Exception {
    both("photos");
    source.put("photos", plain("hot", ""));
    meanwhile =
        () -> source.put("photos", plain("hot", "x".repeat((int) (System.nanoTime() % 1000))));

    check(ALL);

    assertThat(findings()).extracting(Finding::verdict).containsExactly(Verdict.IN_FLIGHT);
  }

  /** Its objects are compared then, too. */
  @Test
  void aBucketThatArrivesWhileItIsLookedAtIsCompared() throws Exception {
    source.bucket("new").put("new", plain("a", "content")).put("new", plain("b", "content"));
    meanwhile =
        () -> {
          if (destination.metadata.get("bucket", "new").toCompletableFuture().join().isEmpty()) {
            destination.bucket("new").put("new", plain("a", "content"));
          }
        };

    check(ALL);

    assertThat(tally.equal(Kind.BUCKET)).isEqualTo(1);
    assertThat(findings())
        .extracting(Finding::subject)
        .containsExactly(new Subject.Key(BucketName.parse("new"), "b"));
  }

  /** More than wait for another look at once. */
  @Test
  void allAreToldHoweverManyThereAre() throws Exception {
    both("photos");
    int keys = 12_000;
    for (int i = 0; i < keys; i++) {
      source.put("photos", plain("key-" + i, "content"));
    }

    check(ALL);

    assertThat(tally.count(Kind.KEY, Verdict.MISSING)).isEqualTo(keys);
    assertThat(tally.keys()).isEqualTo(keys);
  }

  @Test
  void oneWayLeavesAloneWhatOnlyTheDestinationHas() throws Exception {
    both("photos");
    destination.put("photos", plain("extra", "content"));
    destination.bucket("other");

    check(new Scope(true, List.of(), bucket -> true, true, true, Depth.LISTINGS, Sample.ALL));

    assertThat(findings()).isEmpty();
  }

  @Test
  void anETagIsAskedForWhereListingsDiffer() throws Exception {
    both("photos");
    ListedVersion there = plain("guessed", "CONTENT");
    for (String key : List.of("guessed", "other")) {
      source.put("photos", plain(key, "content"));
      destination.put("photos", plain(key, "CONTENT"));
    }
    destination.facts.put("guessed", FakeZone.facts(there, "etag of content"));

    check(ALL);

    assertThat(findings())
        .extracting(Finding::subject)
        .containsExactly(new Subject.Key(BucketName.parse("photos"), "other"));
  }

  @Test
  void attributesAreAskedForOfTheSampleOnly() throws Exception {
    both("photos", "a", "b", "c", "d", "e", "f", "g", "h");
    Sample half = new Sample(0.5, 3);
    List<String> taken =
        List.of("a", "b", "c", "d", "e", "f", "g", "h").stream()
            .filter(key -> half.takes(BucketName.parse("photos"), key))
            .map(key -> "facts " + key)
            .toList();

    check(scope(Depth.ATTRIBUTES, half));

    assertThat(taken).hasSizeBetween(1, 7);
    assertThat(source.asked.stream().filter(call -> call.startsWith("facts ")))
        .containsExactlyInAnyOrderElementsOf(taken);
    assertThat(tally.equal(Kind.KEY)).isEqualTo(8);
  }

  @Test
  void aBucketThatIsNotListedDoesNotEndTheComparisonOfOthers() throws Exception {
    both("broken", "a");
    both("photos", "a");
    destination.broken.put(
        "broken",
        new GatewayException(FailureClass.DENIED, 403, "AccessDenied", "403 AccessDenied", null));

    check(ALL);

    assertThat(tally.equal(Kind.KEY)).isEqualTo(1);
    assertThat(findings())
        .allSatisfy(
            finding -> {
              assertThat(finding.subject())
                  .isEqualTo(new Subject.Listing(BucketName.parse("broken")));
              assertThat(finding.verdict()).isEqualTo(Verdict.ERROR);
              assertThat(finding.reason()).isEqualTo("403 AccessDenied");
            })
        .isNotEmpty();
  }

  @Test
  void anEndThatCannotBeReachedDoes() {
    both("photos", "a");
    GatewayException unreachable = new GatewayException(FailureClass.TRANSIENT, "no answer", null);
    destination.broken.put("photos", unreachable);

    assertThatThrownBy(() -> check(ALL)).hasRootCause(unreachable);
  }
}
