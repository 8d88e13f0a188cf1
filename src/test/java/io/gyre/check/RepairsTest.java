package io.gyre.check;

import static io.gyre.check.Rows.plain;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.check.Checked.Finding;
import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RepairsTest {
  private static final Subject.Key KEY = new Subject.Key(BucketName.parse("photos"), "a");
  private static final Finding EXTRA = finding(KEY, Verdict.EXTRA);

  private final FakeZone source = new FakeZone("source").bucket("photos");
  private final FakeZone destination = new FakeZone("destination").bucket("photos");

  private static Finding finding(Subject subject, Verdict verdict) {
    return new Finding(subject, verdict, verdict, List.of(), 2, "");
  }

  private Repairs repairs(Contents here) {
    return new Repairs(here, destination, io.gyre.select.Contents.ALL, true, Clock.systemUTC());
  }

  @Test
  void anExtraKeyIsRemovedOnceTheSourceHasProvenThatItHasNot() {
    destination.put("photos", plain("a", "x"));

    assertThat(repairs(source).of(KEY, EXTRA).toCompletableFuture().join().steps()).hasSize(1);
    assertThat(source.asked).contains("facts a");
  }

  /** A listing can be wrong: the object itself says whether it is there. */
  @Test
  void whatTheSourceHasAndDoesNotListIsNotRemoved() {
    destination.put("photos", plain("a", "x"));
    source.put("photos", plain("a", "x"));
    Contents lists = new Unlisted(source);

    assertThat(repairs(lists).of(KEY, EXTRA))
        .failsWithin(java.time.Duration.ofSeconds(1))
        .withThrowableThat()
        .withMessageContaining("does not list it and has it");
  }

  private record Unlisted(Contents zone) implements Contents {
    @Override
    public CompletionStage<List<ListedVersion>> versions(BucketName bucket, String key) {
      return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public CompletionStage<Optional<ObjectFacts>> facts(
        io.gyre.copy.ObjectVersion version, boolean bytes) {
      return zone.facts(version, bytes);
    }
  }

  @Test
  void whatIsWorkedOnOrParkedOrCouldNotBeComparedIsNotQueued() {
    assertThat(Stream.of(Verdict.values()).filter(verdict -> concerns(KEY, verdict)))
        .containsExactlyInAnyOrder(Verdict.DIFFERS, Verdict.MISSING, Verdict.EXTRA);
    assertThat(concerns(new Subject.Bucket(KEY.bucket()), Verdict.EXTRA)).isFalse();
    assertThat(concerns(new Subject.User("eve"), Verdict.EXTRA)).isFalse();
    assertThat(concerns(new Subject.Listing(KEY.bucket()), Verdict.ERROR)).isFalse();
  }

  private static boolean concerns(Subject subject, Verdict verdict) {
    return Repairs.concern(finding(subject, verdict));
  }
}
