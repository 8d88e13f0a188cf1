package io.gyre.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.copy.MultipartPlan.Stretch;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartPlanTest {
  private static final long MIB = 1 << 20;
  private static final long GIB = 1 << 30;

  @ParameterizedTest
  @CsvSource({"-1,1", "-3,3", "-10000,10000", "-10001,0", "-0,0", "-03,0", "'',0", "-x,0"})
  void anEtagSaysHowManyPartsItIsTheSumOf(String ending, int parts) {
    assertThat(MultipartPlan.partsOf("0".repeat(32) + ending)).isEqualTo(parts);
    assertThat(MultipartPlan.partsOf("0".repeat(31) + ending)).isZero();
  }

  @Test
  void knownPartsAreExact() {
    assertThat(plan(3, 20 * MIB, new Stretch(0, 9 * MIB)))
        .contains(new MultipartPlan(List.of(9 * MIB, 9 * MIB, 2 * MIB), true));
    assertThat(plan(3, 20 * MIB, new Stretch(0, 7 * MIB), new Stretch(14 * MIB, 0)))
        .contains(new MultipartPlan(List.of(7 * MIB, 7 * MIB, 6 * MIB), true));
  }

  @Test
  void aLayoutOfAnotherNumberOfPartsIsNoLayout() {
    assertThat(plan(4, 32 * MIB, new Stretch(0, 0)))
        .contains(new MultipartPlan(Collections.nCopies(4, 8 * MIB), false));
    assertThat(plan(2, 16 * MIB, new Stretch(8 * MIB, 4 * MIB)))
        .as("not the whole object")
        .contains(new MultipartPlan(List.of(8 * MIB, 8 * MIB), false));
  }

  /** MiB: size, number of parts, the part size that is tried. */
  @ParameterizedTest
  @CsvSource({
    "20,3,8", // also 7 or 9: what clients use goes first
    "20,4,5",
    "31,2,16",
    "29,2,16", // 15 would do too, and is less likely
    "91,7,15",
    "250,3,100",
    "300,2,256",
    "5000,10,512",
    "21,3,8",
    "39,3,16", // 13 is the least
    "44,2,32", // 25 would do too
    "150,6,25",
    "72,11,7" // nothing common is between 6.5 and 7.2
  })
  void unknownPartsAreGuessedByWhatClientsUse(long size, int count, long part) {
    MultipartPlan plan = plan(count, size * MIB).orElseThrow();

    assertThat(plan.exact()).isFalse();
    assertThat(plan.parts()).hasSize(count);
    assertThat(plan.parts().subList(0, count - 1)).containsOnly(part * MIB);
    assertThat(plan.parts().stream().mapToLong(Long::longValue).sum()).isEqualTo(size * MIB);
  }

  @Test
  void whereNoWholeMebibyteFitsThePartsAreEqual() {
    long part = 5 * MIB + 1000;

    assertThat(plan(12, 12 * part))
        .contains(new MultipartPlan(Collections.nCopies(12, part), false));
    assertThat(plan(12, 12 * part - 2).orElseThrow().parts()).endsWith(part, part - 2);
  }

  @Test
  void aSinglePartNeedsNoGuess() {
    assertThat(plan(1, 7)).contains(new MultipartPlan(List.of(7L), true));
    assertThat(plan(1, 5 * GIB)).contains(new MultipartPlan(List.of(5 * GIB), true));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 5 * MIB, 14 * MIB})
  void whatNoClientCanHaveUploadedSoIsWrittenAtOnce(long size) {
    assertThat(plan(4, size)).as("four parts, of which three are too small").isEmpty();
  }

  @Test
  void theMostPartsAreTaken() {
    assertThat(plan(10_000, 10_000 * 8 * MIB).orElseThrow().parts())
        .hasSize(10_000)
        .containsOnly(8 * MIB);
  }

  @Test
  void whatIsTooLargeForOneRequestIsWrittenInPartsWhateverItsEtag() {
    String plain = "0".repeat(32);
    assertThat(MultipartPlan.of(plain, MultipartPlan.SINGLE_MAX, List.of())).isEmpty();
    assertThat(MultipartPlan.of(plain, MultipartPlan.SINGLE_MAX + 1, List.of()).orElseThrow())
        .satisfies(plan -> assertThat(plan.parts()).hasSize(11))
        .satisfies(plan -> assertThat(plan.exact()).isFalse());
    assertThat(plan(1, MultipartPlan.SINGLE_MAX + 1).orElseThrow().parts())
        .as("no part may be that large")
        .hasSize(11);
  }

  private static Optional<MultipartPlan> plan(int parts, long size, Stretch... stretches) {
    return MultipartPlan.of("0".repeat(32) + "-" + parts, size, List.of(stretches));
  }
}
