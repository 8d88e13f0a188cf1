package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.check.Checked;
import io.gyre.check.Subject;
import io.gyre.check.Verdict;
import io.gyre.log.BucketName;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The signs are those of {@code rclone check --help}. */
class CombinedFileTest {
  private static final BucketName BUCKET = new BucketName("acme", "photos");

  private final StringWriter out = new StringWriter();

  @Test
  void eachKeyHasALineWithItsSign() {
    add(
        new Checked.EqualKeys(BUCKET, List.of("a", "b/c")),
        new Checked.Equal(key("late"), true),
        finding(key("only here"), Verdict.MISSING),
        finding(key("only there"), Verdict.EXTRA),
        finding(key("other"), Verdict.DIFFERS),
        finding(key("broken"), Verdict.ERROR),
        finding(new Subject.Listing(BUCKET), Verdict.ERROR),
        finding(new Subject.Bucket(BUCKET), Verdict.MISSING));

    assertThat(out.toString().lines())
        .containsExactly(
            "= acme/photos/a",
            "= acme/photos/b/c",
            "= acme/photos/late",
            "+ acme/photos/only here",
            "- acme/photos/only there",
            "* acme/photos/other",
            "! acme/photos/broken",
            "! acme/photos/",
            "+ acme/photos/");
  }

  @Test
  void whatIsInFlightHasNoLineAndWhatIsParkedItsOwn() {
    add(
        new Checked.Finding(key("a"), Verdict.IN_FLIGHT, Verdict.MISSING, List.of(), 2, ""),
        new Checked.Finding(key("b"), Verdict.PARKED, Verdict.MISSING, List.of(), 2, ""),
        new Checked.Equal(new Subject.User("ann"), false),
        finding(new Subject.Bucket(BUCKET), Verdict.DIFFERS),
        new Checked.Listed(1, 1, 1));

    assertThat(out.toString()).isEqualTo("+ acme/photos/b\n");
  }

  @Test
  void aKeyWithALineBreakIsOneLine() {
    add(new Checked.EqualKeys(BUCKET, List.of("a\nb")));

    assertThat(out.toString()).isEqualTo("= acme/photos/a\\u000ab\n");
  }

  private void add(Checked... all) {
    try (CombinedFile file = new CombinedFile(out)) {
      List.of(all).forEach(file::add);
    }
  }

  private static Subject key(String key) {
    return new Subject.Key(BUCKET, key);
  }

  private static Checked finding(Subject subject, Verdict verdict) {
    return new Checked.Finding(subject, verdict, verdict, List.of(), 2, "");
  }
}
