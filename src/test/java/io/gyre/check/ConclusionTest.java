package io.gyre.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.check.Checked.Finding;
import io.gyre.check.Replication.Standing;
import io.gyre.check.Replication.Standing.Kind;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConclusionTest {
  private static final Subject SUBJECT = new Subject.User("ann");
  private static final Look MISSING = Look.absent(true, false, "source");

  @ParameterizedTest
  @CsvSource({
    "UNKNOWN, false, MISSING, known",
    "UNKNOWN, true, IN_FLIGHT, changed at the source while it was looked at",
    "DONE, false, MISSING, known",
    "DONE, true, IN_FLIGHT, changed at the source while it was looked at",
    "WORKING, false, IN_FLIGHT, known",
    "WORKING, true, IN_FLIGHT, known",
    "PARKED, false, PARKED, known",
    "PARKED, true, PARKED, known",
    "IDLE, false, MISSING, known",
    "IDLE, true, MISSING, known",
  })
  void whatReplicationKnowsDecides(Kind kind, boolean changed, Verdict verdict, String reason) {
    Finding finding = Conclusion.of(SUBJECT, MISSING, 3, changed, new Standing(kind, "known"));

    assertThat(finding)
        .isEqualTo(new Finding(SUBJECT, verdict, Verdict.MISSING, List.of(), 3, reason));
  }

  @Test
  void whatCouldNotBeLookedAtIsAnErrorWithItsReasonUnlessItIsParked() {
    Look failed =
        Look.failed(
            new CompletionException(
                new GatewayException(FailureClass.TRANSIENT, "no answer", null)));

    Finding error = Conclusion.of(SUBJECT, failed, 1, false, new Standing(Kind.WORKING, "works"));
    Finding parked = Conclusion.of(SUBJECT, failed, 1, false, new Standing(Kind.PARKED, "SSE-C"));

    assertThat(error.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(error.reason()).isEqualTo("no answer");
    assertThat(parked.verdict()).isEqualTo(Verdict.PARKED);
    assertThat(parked.reason()).isEqualTo("SSE-C");
  }
}
