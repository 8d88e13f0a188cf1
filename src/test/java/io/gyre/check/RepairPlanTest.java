package io.gyre.check;

import static io.gyre.check.Rows.marker;
import static io.gyre.check.Rows.plain;
import static io.gyre.check.Rows.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.log.ListedVersion;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepairPlanTest {
  private static final List<Aspect> WHOLE_KEY = List.of();

  private static List<String> steps(
      List<ListedVersion> source,
      List<ListedVersion> destination,
      List<Aspect> aspects,
      boolean deleteExtra) {
    return RepairPlan.of(new KeyPair("a", source, destination), aspects, deleteExtra)
        .steps()
        .stream()
        .map(step -> step.kind() + " " + step.versionId())
        .toList();
  }

  private static Aspect of(String version) {
    return new Aspect(version, "what", "", "");
  }

  @Test
  void aMissingKeyIsCopiedWithAllItsVersionsOldestFirst() {
    List<ListedVersion> source =
        List.of(marker("a", "V3", true, "ann"), version("a", "V2", false, "x"), plain("a", "y"));

    assertThat(steps(source, List.of(), WHOLE_KEY, true))
        .containsExactly("WRITE null", "WRITE V2", "MARK V3");
  }

  @Test
  void anExtraKeyIsRemovedOnlyWhereThatIsAskedFor() {
    List<ListedVersion> there = List.of(marker("a", "V2", true, "ann"), plain("a", "x"));

    assertThat(steps(List.of(), there, WHOLE_KEY, false)).isEmpty();
    assertThat(steps(List.of(), there, WHOLE_KEY, true))
        .containsExactly("REMOVE V2", "REMOVE null");
    assertThat(RepairPlan.of(new KeyPair("a", List.of(), there), WHOLE_KEY, false).extras())
        .containsExactly("V2", "null");
  }

  @Test
  void ofVersionsThoseAreCopiedThatDifferAndNoOthers() {
    List<ListedVersion> source =
        List.of(
            version("a", "V4", true, "x"),
            version("a", "V3", false, "x"),
            version("a", "V2", false, "x"),
            version("a", "V1", false, "x"));
    List<ListedVersion> there =
        List.of(
            version("a", "V4", true, "x"),
            version("a", "V2", false, "xx"),
            version("a", "V1", false, "x"),
            version("a", "V0", false, "x"));
    List<Aspect> aspects = List.of(of("V3"), of("V2"), of("V0"));

    assertThat(steps(source, there, aspects, false)).containsExactly("WRITE V2", "WRITE V3");
    assertThat(steps(source, there, aspects, true))
        .containsExactly("WRITE V2", "WRITE V3", "REMOVE V0");
  }

  @Test
  void whatHasMeanwhileArrivedIsLeftAloneUnlessItWasNamed() {
    List<ListedVersion> both = List.of(version("a", "V2", true, "x"), plain("a", "y"));

    assertThat(steps(both, both, List.of(of("V2")), true)).containsExactly("WRITE V2");
    assertThat(steps(both, both, WHOLE_KEY, true)).isEmpty();
    assertThat(steps(List.of(), List.of(), WHOLE_KEY, true)).isEmpty();
  }

  /** One is enough: whoever copies it puts all into their order. */
  @Test
  void ofAWrongOrderTheNewestIsLookedAt() {
    List<ListedVersion> source =
        List.of(version("a", "V2", true, "x"), version("a", "V1", false, "x"));
    List<ListedVersion> there =
        List.of(version("a", "V1", true, "x"), version("a", "V2", false, "x"));

    assertThat(steps(source, there, List.of(of("")), false)).containsExactly("WRITE V2");
  }

  @Test
  void aMarkerInPlaceOfAnObjectIsReplaced() {
    assertThat(
            steps(
                List.of(version("a", "V1", true, "x")),
                List.of(marker("a", "V1", true, "ann")),
                WHOLE_KEY,
                false))
        .containsExactly("WRITE V1");
  }

  @Test
  void whereNotAllThatDiffersWasKeptAllVersionsAreCopied() {
    List<ListedVersion> both = List.of(version("a", "V2", true, "x"), plain("a", "y"));

    assertThat(steps(both, both, Collections.nCopies(Look.MAX_ASPECTS, of("V2")), false))
        .containsExactly("WRITE null", "WRITE V2");
  }
}
