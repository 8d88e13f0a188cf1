package io.gyre.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.checkpoint.CheckpointException;
import io.gyre.checkpoint.InMemoryCheckpointStore;
import io.gyre.copy.ObjectOwners.Standing;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.map.ClassMap;
import io.gyre.map.Mapping;
import io.gyre.map.OwnerMap;
import io.gyre.map.OwnerRule;
import io.gyre.map.Places;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stages of the fakes are complete when they are returned; time passes when the test says so. */
class DestinationOwnersTest {
  private static final ZoneFacts DESTINATION =
      new ZoneFacts("z2", "slave-1", "g2", "slave", "r2", Set.of("default-placement"), "", true, 2);
  private static final String FULL = "read, write, delete";
  private static final String FACT = "lent-owner:alice";

  private final FakeMetadataStore source = new FakeMetadataStore("tester", "TESTER");
  private final FakeMetadataStore destination = new FakeMetadataStore("tester", "TESTER");
  private final InMemoryCheckpointStore checkpoints = new InMemoryCheckpointStore();
  private final List<CompletableFuture<Void>> pauses = new ArrayList<>();
  private DestinationOwners owners = owners(Optional.empty());

  private DestinationOwners owners(Optional<String> fallback) {
    return owners(fallback, new Selection(true, bucket -> true, uid -> false, bucket -> false));
  }

  /** As after a start with a rule that has another user stand for her. */
  private DestinationOwners withoutAlice() {
    OwnerMap map = new OwnerMap(List.of(OwnerRule.parse("alice -> heir")));
    return owners(
        Optional.empty(),
        new Selection(
            true,
            true,
            bucket -> true,
            (bucket, owner) -> true,
            new Mapping(Places.SAME, map, ClassMap.NONE),
            uid -> false,
            bucket -> false));
  }

  private DestinationOwners owners(Optional<String> fallback, Selection selection) {
    return new DestinationOwners(
        source,
        destination,
        checkpoints,
        DESTINATION,
        selection,
        fallback,
        new Patience(FakePauses.RETRIES, this::delay, () -> 0.5));
  }

  private CompletionStage<Void> delay(Duration pause) {
    assertThat(pause).isEqualTo(LentUsers.PAUSE);
    CompletableFuture<Void> over = new CompletableFuture<>();
    pauses.add(over);
    return over;
  }

  private void onePausePasses() {
    List<CompletableFuture<Void>> over = List.copyOf(pauses);
    pauses.clear();
    over.forEach(each -> each.complete(null));
  }

  @BeforeEach
  void aliceIsSuspended() {
    sourceHas("alice", 1, FULL);
    now(owners.apply("alice"));
  }

  private void sourceHas(String uid, int suspended, String mask) {
    source.given("user", uid, user(uid, suspended, mask));
  }

  private static ObjectNode user(String uid, int suspended, String mask) {
    ObjectNode user = SampleMetadata.user(uid, "AK" + uid);
    ((ObjectNode) user.path("data")).put("suspended", suspended).put("op_mask", mask);
    return user;
  }

  private static <T> T now(CompletionStage<T> stage) {
    assertThat(stage).isCompleted();
    return stage.toCompletableFuture().join();
  }

  private Standing standing(String uid) {
    return UserStanding.of(now(destination.get("user", uid)));
  }

  private boolean isRecorded() {
    return now(checkpoints.facts()).containsKey(FACT);
  }

  @ParameterizedTest
  @CsvSource({"1,'read, write, delete'", "0,read", "0,'read, write'", "1,<none>"})
  void aUserWhoMayNotWriteIsLetWriteUntilItRests(int suspended, String mask) {
    sourceHas("alice", suspended, mask);
    now(owners.apply("alice"));

    assertThat(now(owners.refused("alice"))).isEqualTo(Standing.ABLE);
    assertThat(standing("alice")).isEqualTo(Standing.ABLE);
    assertThat(isRecorded()).isTrue();

    onePausePasses();
    assertThat(standing("alice")).as("the write has not begun yet").isEqualTo(Standing.ABLE);
    onePausePasses();
    JsonNode restored = destination.stored("user", "alice").path("data");
    assertThat(restored).isEqualTo(source.stored("user", "alice").path("data"));
    assertThat(isRecorded()).isFalse();
    assertThat(pauses).isEmpty();
  }

  @Test
  void nothingIsChangedThatIsNotRecordedFirst() {
    checkpoints.failSaves(new CheckpointException("disk full", new IllegalStateException()));

    assertThat(owners.refused("alice")).isCompletedExceptionally();

    assertThat(standing("alice")).isEqualTo(Standing.SUSPENDED);
  }

  @Test
  void itMayWriteForAsLongAsAWriteIsUnderWay() {
    now(owners.refused("alice"));
    CompletableFuture<String> write = new CompletableFuture<>();
    CompletionStage<String> written = owners.write("alice", () -> write);

    for (int i = 0; i < 5; i++) {
      onePausePasses();
    }
    assertThat(standing("alice")).isEqualTo(Standing.ABLE);

    write.complete("done");
    assertThat(now(written)).isEqualTo("done");
    onePausePasses();
    assertThat(standing("alice")).as("just used").isEqualTo(Standing.ABLE);
    onePausePasses();
    assertThat(standing("alice")).isEqualTo(Standing.SUSPENDED);
  }

  @Test
  void itMayBeLetWriteAgain() {
    now(owners.refused("alice"));
    onePausePasses();
    onePausePasses();

    assertThat(now(owners.refused("alice"))).isEqualTo(Standing.ABLE);

    assertThat(standing("alice")).isEqualTo(Standing.ABLE);
    now(owners.settle());
    assertThat(standing("alice")).isEqualTo(Standing.SUSPENDED);
    assertThat(isRecorded()).isFalse();
  }

  @Test
  void aChangeOfTheUserMeanwhileArrivesAndTakesNothingBack() {
    now(owners.refused("alice"));
    ObjectNode renamed = user("alice", 1, "read");
    ((ObjectNode) renamed.path("data")).put("display_name", "Alice");
    source.given("user", "alice", renamed);

    now(owners.apply("alice"));

    assertThat(destination.stored("user", "alice").at("/data/display_name").asText())
        .isEqualTo("Alice");
    assertThat(standing("alice")).isEqualTo(Standing.ABLE);
    now(owners.settle());
    assertThat(destination.stored("user", "alice")).isEqualTo(renamed);
  }

  @Test
  void whatACrashLeftIsTakenBackAtTheNextStart() {
    now(owners.refused("alice"));
    owners = owners(Optional.empty());

    now(owners.resume());

    assertThat(standing("alice")).isEqualTo(Standing.SUSPENDED);
    assertThat(isRecorded()).isFalse();
  }

  @Test
  void whatACrashLeftIsTakenBackAlsoFromOneWhomRulesLeaveOutByNow() {
    now(owners.refused("alice"));
    owners = withoutAlice();

    now(owners.resume());

    assertThat(destination.stored("user", "alice").path("data"))
        .isEqualTo(source.stored("user", "alice").path("data"));
    assertThat(isRecorded()).isFalse();
  }

  @Test
  void oneWhoIsGoneAtTheSourceAndLeftOutMayNotGoOnWriting() {
    now(owners.refused("alice"));
    source.gone("user", "alice");
    owners = withoutAlice();

    now(owners.resume());

    assertThat(standing("alice")).isEqualTo(Standing.SUSPENDED);
    assertThat(isRecorded()).isFalse();
  }

  @Test
  void nothingIsLentToOneWhomRulesLeaveOut() {
    owners = withoutAlice();

    assertThat(now(owners.refused("alice"))).isEqualTo(Standing.SUSPENDED);

    assertThat(isRecorded()).isFalse();
  }

  @Test
  void aSweepTakesNothingBackThatIsInUse() {
    now(owners.refused("alice"));

    now(owners.resume());

    assertThat(standing("alice")).isEqualTo(Standing.ABLE);
    assertThat(isRecorded()).isTrue();
  }

  @Test
  void whatCannotBeTakenBackNowIsLater() {
    now(owners.refused("alice"));
    destination.fail(new GatewayException(FailureClass.TRANSIENT, "down", null));
    onePausePasses();
    onePausePasses();
    onePausePasses();
    assertThat(isRecorded()).isTrue();

    destination.fail(null);
    onePausePasses();

    assertThat(standing("alice")).isEqualTo(Standing.SUSPENDED);
    assertThat(isRecorded()).isFalse();
  }

  @Test
  void aUserThatIsNotOursIsNotChanged() {
    source.given("user", "bob", SampleMetadata.user("bob", "AKbob"));
    destination.given("user", "bob", user("bob", 1, FULL));
    destination.given("user", "carol", user("carol", 0, "read"));
    int writes = destination.writes().size();

    assertThat(now(owners.refused("bob"))).isEqualTo(Standing.SUSPENDED);
    assertThat(now(owners.refused("carol"))).isEqualTo(Standing.MASKED);

    assertThat(destination.writes()).hasSize(writes);
  }

  @Test
  void aUserWhoseOwnEntryHasNotArrivedYetIsBrought() {
    source.given("user", "new", SampleMetadata.user("new", "AKnew"));

    assertThat(now(owners.refused("new"))).isEqualTo(Standing.ABLE);

    assertThat(standing("new")).isEqualTo(Standing.ABLE);
    assertThat(pauses).as("nothing is lent").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gone", "anonymous", ""})
  void withoutAFallbackNobodyStandsIn(String uid) {
    assertThat(now(owners.refused(uid))).isEqualTo(Standing.MISSING);
    assertThat(owners.writerFor(uid)).isEqualTo(uid);
  }

  @Test
  void theFallbackStandsInForAMissingUserUntilThatAppears() {
    owners = owners(Optional.of("heir"));
    assertThat(owners.writerFor("gone")).as("nobody has been asked yet").isEqualTo("gone");

    assertThat(now(owners.refused("gone"))).isEqualTo(Standing.ABLE);
    assertThat(owners.writerFor("gone")).isEqualTo("heir");
    assertThat(owners.writerFor("alice")).isEqualTo("alice");
    assertThat(owners.standsIn("heir")).isTrue();
    assertThat(owners.standsIn("gone")).isFalse();

    now(owners.apply("gone"));
    assertThat(owners.writerFor("gone")).isEqualTo("gone");
  }

  @Test
  void theFallbackOwnsWhatBelongsToNobody() {
    owners = owners(Optional.of("heir"));

    assertThat(owners.writerFor("anonymous")).isEqualTo("heir");
    assertThat(owners.writerFor("")).isEqualTo("heir");
    assertThat(now(owners.refused("heir"))).as("nobody stands in").isEqualTo(Standing.MISSING);
  }
}
