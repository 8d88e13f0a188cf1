package io.gyre.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.copy.DestinationVersioning.Need;
import io.gyre.log.BucketName;
import io.gyre.log.Versioning;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Listings of versions and writes of null versions take turns. */
class VersioningGateTest {
  private static final BucketName BUCKET = BucketName.parse("b");

  private final FakeZones zones = new FakeZones();
  private final VersioningGate gate =
      new VersioningGate(BUCKET, zones, new NoJournal(), Runnable::run);
  private final List<String> begun = new ArrayList<>();

  private static final class NoJournal implements DestinationVersioning.Journal {
    @Override
    public CompletionStage<Void> unsettled(BucketName bucket, Versioning finalState) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> settled(BucketName bucket) {
      return CompletableFuture.completedFuture(null);
    }
  }

  @BeforeEach
  void suspend() {
    zones.state = Versioning.SUSPENDED;
    gate.wants(Versioning.SUSPENDED);
  }

  /** Runs until it is completed by the test. */
  private CompletableFuture<String> begin(Need need, String name) {
    CompletableFuture<String> end = new CompletableFuture<>();
    gate.run(
        need,
        () -> {
          begun.add(name);
          return end;
        });
    return end;
  }

  @Test
  void aListingWaitsForNullVersionsUnderWay() {
    CompletableFuture<String> first = begin(VersionRequest.WRITE_NULL, "null 1");
    CompletableFuture<String> second = begin(VersionRequest.WRITE_NULL, "null 2");
    begin(Need.LOOK, "look");

    first.complete("");
    assertThat(begun).containsExactly("null 1", "null 2");

    second.complete("");
    assertThat(begun).containsExactly("null 1", "null 2", "look");
  }

  @Test
  void aNullVersionWaitsForListingsUnderWay() {
    CompletableFuture<String> look = begin(Need.LOOK, "look");
    begin(VersionRequest.WRITE_NULL, "null");
    assertThat(begun).containsExactly("look");

    look.complete("");
    assertThat(begun).containsExactly("look", "null");
  }

  @Test
  void aListingWaitsForNoVersionWithAnId() {
    gate.wants(Versioning.ENABLED);
    begin(VersionRequest.WRITE_ID, "version");
    begin(Need.LOOK, "look");

    assertThat(begun).containsExactly("version", "look");
  }

  @Test
  void oneKindDoesNotKeepTheOtherFromItsTurnForEver() {
    CompletableFuture<String> end = begin(VersionRequest.WRITE_NULL, "null");
    begin(Need.LOOK, "look");
    for (int i = 0; i < 1000; i++) {
      CompletableFuture<String> next = begin(VersionRequest.WRITE_NULL, "null");
      end.complete("");
      end = next;
    }

    assertThat(begun).contains("look").hasSizeLessThan(1000);
  }
}
