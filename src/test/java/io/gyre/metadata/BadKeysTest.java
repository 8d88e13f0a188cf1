package io.gyre.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.checkpoint.CheckpointException;
import io.gyre.checkpoint.Shortfall;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.lease.WriteFence;
import io.gyre.log.BucketInstance;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** One user or bucket that always fails, among others that do not. */
class BadKeysTest extends MetadataFixture {
  private static final GatewayException BROKEN =
      new GatewayException(FailureClass.TRANSIENT, 500, "InternalError", "500 of the fake", null);
  private static final GatewayException FORBIDDEN =
      new GatewayException(FailureClass.DENIED, 403, "AccessDenied", "403 of the fake", null);
  private static final GatewayException UNANSWERED =
      new GatewayException(FailureClass.UNKNOWN_OUTCOME, "no answer of the fake", null);

  private void sourceHasUsers(String... uids) {
    for (String uid : uids) {
      source.given("user", uid, SampleMetadata.user(uid, uid.toUpperCase(Locale.ROOT)));
    }
  }

  @Test
  void theFullPassGoesOnWithoutWhatAlwaysFails() throws Exception {
    sourceHas(PHOTOS, "src.1");
    sourceHas(BucketInstance.parse("broken:src.2"), "src.2");
    sourceHasUsers("denied", "bob");
    source.fail("get bucket/broken", BROKEN);
    destination.fail("put user/denied", FORBIDDEN);

    await(replicator.fullPass());

    assertThat(shortfalls()).containsExactlyInAnyOrder("bucket broken", "user denied");
    assertThat(reasons()).anyMatch(reason -> reason.contains("DENIED: 403 of the fake"));
    assertThat(destination.stored("user", "bob")).isNotNull();
    assertThat(await(replicator.ready(PHOTOS))).isInstanceOf(BucketReadiness.Ready.class);
    assertThat(await(replicator.ready(BucketInstance.parse("broken:src.2"))))
        .isInstanceOf(BucketReadiness.Unfollowed.class);
  }

  @Test
  void aFailureThatPassesIsTriedAgainWithGrowingPausesAndNotRecorded() throws Exception {
    sourceHasUsers("alice");
    destination.fail("put user/alice", BROKEN);
    pauses.hold();
    CompletionStage<Void> applied = replicator.apply("user", "alice");
    pauses.pass();
    pauses.pass();
    destination.fail("put user/alice", null);
    pauses.pass();

    await(applied);

    assertThat(pauses.begun)
        .containsExactly(Duration.ofMillis(150), Duration.ofMillis(300), Duration.ofMillis(600));
    assertThat(destination.writes()).containsExactly("put user/alice");
    assertThat(checkpoints.saves()).noneMatch(save -> save.toString().contains("shortfall"));
  }

  @Test
  void attemptsAreBoundedAndOneThatIsRecordedGetsOne() throws Exception {
    sourceHasUsers("alice");
    destination.fail("put user/alice", BROKEN);
    await(replicator.apply("user", "alice"));
    assertThat(destination.failed("put user/alice")).isEqualTo(FakePauses.RETRIES.attempts());

    await(replicator.apply("user", "alice"));

    assertThat(destination.failed("put user/alice")).isEqualTo(FakePauses.RETRIES.attempts() + 1);
  }

  @Test
  void aSourceObjectThatCannotBeReadIsRecorded() throws Exception {
    ObjectNode instance = SampleMetadata.instance(PHOTOS, "src.1", "alice", "g1");
    instance.withObject("/data").remove("bucket_info");
    sourceHas(PHOTOS, "src.1");
    source.given("bucket.instance", PHOTOS.toString(), instance);

    await(replicator.apply("bucket.instance", PHOTOS.toString()));
    await(replicator.apply("bucket.instance", "a key without a colon"));

    assertThat(shortfalls())
        .containsExactlyInAnyOrder("bucket photos", "bucket a key without a colon");
    assertThat(reasons()).allMatch(reason -> reason.contains("cannot be read"));
  }

  @Test
  void whatIsRecordedIsTriedAgainAndDisappears() throws Exception {
    sourceHasUsers("alice", "bob");
    destination.fail("put user/alice", FORBIDDEN);
    destination.fail("put user/bob", FORBIDDEN);
    await(replicator.fullPass());
    destination.fail("put user/alice", null);

    await(replicator().resume());
    assertThat(shortfalls()).containsExactly("user bob");

    destination.fail("put user/bob", null);
    await(replicator.apply("user", "bob"));
    assertThat(shortfalls()).as("its log entry is another chance").isEmpty();
    assertThat(destination.writes()).containsExactly("put user/alice", "put user/bob");
  }

  @Test
  void anEndThatFailsEverybodyIsWaitedFor() {
    sourceHasUsers("alice");
    for (GatewayException failure :
        List.of(BROKEN, FORBIDDEN, new GatewayException(FailureClass.TRANSIENT, "off", null))) {
      destination.fail(failure);
      assertThat(replicator.fullPass().toCompletableFuture()).failsWithin(Duration.ofSeconds(5));
      destination.fail(null);
    }
    source.fail(FORBIDDEN);
    assertThat(replicator.apply("user", "alice").toCompletableFuture())
        .failsWithin(Duration.ofSeconds(5));
    assertThat(checkpoints.saves()).isEmpty();
  }

  @Test
  void aThrottledEndAndAShutFenceAreWaitedFor() {
    sourceHasUsers("alice");
    for (GatewayException failure :
        List.of(
            new GatewayException(FailureClass.THROTTLED, 503, "SlowDown", "slowly", null),
            WriteFence.shut().refusal("put"))) {
      destination.fail("put user/alice", failure);
      assertThat(replicator.apply("user", "alice").toCompletableFuture())
          .failsWithin(Duration.ofSeconds(5));
    }
    assertThat(checkpoints.saves()).noneMatch(save -> save.toString().contains("shortfall"));
  }

  @Test
  void aStoreThatCannotRecordIsNotTheKeysFault() {
    sourceHasUsers("alice");
    checkpoints.failSaves(new CheckpointException("disk full", null));

    assertThat(replicator.apply("user", "alice").toCompletableFuture())
        .failsWithin(Duration.ofSeconds(5));
    assertThat(pauses.begun).isEmpty();
  }

  @Test
  void afterAWriteWithoutAnAnswerTheKeyIsLeftAloneAndReadAnew() throws Exception {
    sourceHasUsers("alice", "bob");
    destination.fail("put user/alice", UNANSWERED);
    pauses.hold();
    CompletionStage<Void> first = replicator.apply("user", "alice");
    destination.fail("put user/alice", null);
    source.given("user", "alice", SampleMetadata.user("alice", "NEWKEY"));
    CompletionStage<Void> second = replicator.apply("user", "alice");
    await(replicator.apply("user", "bob"));

    assertThat(pauses.begun).containsExactly(FakePauses.RETRIES.unknownSettle());
    assertThat(destination.writes()).containsExactly("put user/bob");

    pauses.pass();
    await(first);
    await(second);
    assertThat(destination.writes()).containsExactly("put user/bob", "put user/alice");
    assertThat(destination.stored("user", "alice").toString()).contains("NEWKEY");
  }

  @Test
  void whatNeverGetsAnAnswerIsRecordedAfterASecondTry() throws Exception {
    sourceHasUsers("alice");
    destination.fail("put user/alice", UNANSWERED);

    await(replicator.apply("user", "alice"));

    assertThat(destination.failed("put user/alice")).isEqualTo(2);
    assertThat(shortfalls()).containsExactly("user alice");
  }

  @Test
  void oneOfOursWhoGetsSomebodyElsesKeyStaysOurs() throws Exception {
    sourceHasUsers("alice");
    await(replicator.apply("user", "alice"));
    destination.given("user", "bob", SampleMetadata.user("bob", "TAKEN"));
    source.given("user", "alice", SampleMetadata.user("alice", "TAKEN"));

    await(replicator.apply("user", "alice"));
    assertThat(shortfalls()).containsExactly("user access key alice");
    assertThat(await(checkpoints.ownsUser("alice"))).isTrue();

    destination.gone("user", "bob");
    await(replicator.resume());
    assertThat(destination.stored("user", "alice").toString()).contains("TAKEN");
    assertThat(shortfalls()).isEmpty();
  }

  @Test
  void anEntryPointOfNothingIsNamed() throws Exception {
    sourceHas(PHOTOS, "src.1");
    source.gone("bucket.instance", PHOTOS.toString());

    await(replicator.apply("bucket", "photos"));

    assertThat(reasons()).singleElement().asString().contains(PHOTOS.toString());
  }

  @Test
  void whatIsNotReplicatedIsNobodysOutcome() throws Exception {
    sourceHas(PHOTOS, "src.1");
    source.fail("get bucket/photos", BROKEN);
    await(replicator.apply("bucket", "photos"));

    await(replicator.apply("otp", "photos"));

    assertThat(shortfalls()).containsExactly("bucket photos");
  }

  @Test
  void anAddressIsTriedAgainBesideAUserThatFails() throws Exception {
    for (String uid : List.of("alice", "bob")) {
      ObjectNode user = SampleMetadata.user(uid, uid.toUpperCase(Locale.ROOT));
      source.given("user", uid, SampleMetadata.withEmail(user, uid + "@example.org"));
    }
    destination.refuseEmails(
        new GatewayException(FailureClass.INVALID, 400, "InvalidArgument", "no", null));
    await(replicator.fullPass());
    assertThat(shortfalls()).hasSize(2);
    String first = shortfalls().get(0);
    destination.refuseEmails(null);
    source.fail("get user/" + (first.endsWith("alice") ? "alice" : "bob"), BROKEN);

    await(replicator.resume());

    assertThat(shortfalls()).containsExactly(first);
  }

  private List<String> reasons() throws Exception {
    return Shortfall.among(await(checkpoints.facts())).stream().map(Shortfall::reason).toList();
  }
}
