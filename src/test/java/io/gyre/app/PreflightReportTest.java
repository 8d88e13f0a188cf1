package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.log.BucketName;
import io.gyre.metadata.BucketSizes.Size;
import io.gyre.metadata.Collision;
import io.gyre.metadata.PreflightFacts;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreflightReportTest {
  private static final BucketName PHOTOS = BucketName.parse("photos");

  private static PreflightReport report(
      List<Collision> collisions, long allCollisions, List<String> gaps) {
    return PreflightReport.of(
        new PreflightFacts(
            12,
            34,
            Optional.of(new Size(5678, 1_288_490_189)),
            0,
            0,
            collisions,
            allCollisions,
            gaps,
            gaps.size()));
  }

  private static String line(Collision collision) {
    return report(List.of(collision), 1, List.of()).warnings().get(0);
  }

  @Test
  void theTotalsAreOneLine() {
    PreflightReport report = report(List.of(), 0, List.of());

    assertThat(report.summary())
        .isEqualTo("first copy: 12 users, 34 buckets, 5,678 objects, 1.2 GiB to come");
    assertThat(report.warnings()).isEmpty();
  }

  @Test
  void metadataAloneHaveNoObjects() {
    PreflightFacts facts =
        new PreflightFacts(1, 2, Optional.empty(), 1, 3, List.of(), 0, List.of(), 0);

    assertThat(PreflightReport.of(facts).summary())
        .isEqualTo("first copy: 1 user, 2 buckets to come; refused: 1 user, 3 buckets");
  }

  @Test
  void eachCollisionSaysWhatWillHappenAndWhatCanBeDone() {
    assertThat(line(new Collision.User("alice", false)))
        .contains("user alice", "left alone", "--adopt user:alice", "select");
    assertThat(line(new Collision.Bucket(PHOTOS, "bob", false)))
        .contains("bucket photos", "of user bob", "left alone", "--adopt bucket:photos", "select");
    assertThat(line(new Collision.AccessKey("alice", "AK", "bob")))
        .contains("user alice", "access key AK", "user bob", "Neither it nor its buckets");
    assertThat(line(new Collision.Email("alice", "bob")))
        .contains("user alice", "user bob", "copied without");
  }

  @Test
  void whatIsAdoptedSaysWhatIsLost() {
    assertThat(line(new Collision.User("alice", true))).contains("taken over");
    assertThat(line(new Collision.Bucket(PHOTOS, BucketName.parse("pictures"), "bob", false)))
        .contains("bucket photos", "of the name pictures", "--adopt bucket:photos");
    assertThat(line(new Collision.Bucket(PHOTOS, "bob", true)))
        .contains("taken over", "what only it has is removed");
  }

  @Test
  void theRestIsCounted() {
    PreflightReport report =
        report(List.of(new Collision.User("alice", false)), 41, List.of("bucket b: answered 500"));

    assertThat(report.warnings())
        .hasSize(3)
        .contains("and 40 more (collision)")
        .anyMatch(line -> line.endsWith("bucket b: answered 500"));
    assertThat(report.summary()).contains("at least");
  }
}
