package io.gyre.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users that the source no longer has, and those that it seems not to have for a moment. */
class UserRemovalTest extends MetadataFixture {
  @BeforeEach
  void aliceIsThere() throws Exception {
    source.given("user", "alice", SampleMetadata.user("alice", "ALICE"));
    await(replicator.apply("user", "alice"));
    source.gone("user", "alice");
    pauses.hold();
  }

  @Test
  void oneIsRemovedAfterASecondLook() throws Exception {
    var removal = replicator.apply("user", "alice");
    assertThat(pauses.begun).containsExactly(RemovalProof.PAUSE);
    assertThat(await(destination.get("user", "alice"))).isPresent();

    pauses.pass();

    await(removal);
    assertThat(await(destination.get("user", "alice"))).isEmpty();
    assertThat(await(checkpoints.ownsUser("alice"))).isFalse();
  }

  /** In another zone of the realm no user need be there. */
  @Test
  void oneStaysWhenTheSourceTurnsOutToBeAnotherZone() throws Exception {
    source.fail("confirm zone", new GatewayException(FailureClass.TRANSIENT, "another", null));
    var removal = replicator.apply("user", "alice");

    pauses.pass();

    assertThat(await(destination.get("user", "alice"))).isPresent();
    source.fail("confirm zone", null);
    pauses.pass(); // before it is tried again
    pauses.pass();
    await(removal);
    assertThat(await(destination.get("user", "alice"))).isEmpty();
  }

  @Test
  void oneThatIsPutBackMeanwhileStays() throws Exception {
    var removal = replicator.apply("user", "alice");
    source.given("user", "alice", SampleMetadata.user("alice", "NEW"));

    pauses.pass();

    await(removal);
    assertThat(await(destination.get("user", "alice")).orElseThrow().toString()).contains("NEW");
    assertThat(await(checkpoints.ownsUser("alice"))).isTrue();
  }
}
