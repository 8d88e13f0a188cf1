package io.gyre.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.log.ListedVersion;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Pages of stores that list versions and delete markers apart. */
class MarkersApartTest {
  private static ListedVersion version(String key, String id, boolean latest, int second) {
    return row(key, id, false, latest, second);
  }

  private static ListedVersion marker(String key, String id, boolean latest, int second) {
    return row(key, id, true, latest, second);
  }

  private static ListedVersion row(
      String key, String id, boolean marker, boolean latest, int second) {
    Instant mtime = Instant.ofEpochSecond(second);
    return new ListedVersion(
        key, id, marker, latest, OptionalLong.empty(), mtime, "", 0, "", "STANDARD");
  }

  private static List<String> inOrder(ListedVersion... rows) {
    return MarkersApart.inOrder(List.of(rows)).stream().map(ListedVersion::versionId).toList();
  }

  @Test
  void theTimesTellWhichIsNewer() {
    assertThat(
            inOrder(
                version("a", "a4", true, 4),
                version("a", "a2", false, 2),
                version("a", "a1", false, 1),
                version("b", "b1", false, 1),
                marker("a", "a3", false, 3),
                marker("b", "b3", true, 3),
                marker("b", "b2", false, 2)))
        .containsExactly("a4", "a3", "a2", "a1", "b3", "b2", "b1");
  }

  @Test
  void whatIsCurrentIsTheNewestWhateverTheTimes() {
    assertThat(inOrder(version("a", "old", false, 1), marker("a", "now", true, 1)))
        .containsExactly("now", "old");
    assertThat(inOrder(marker("a", "old", false, 2), version("a", "now", true, 1)))
        .containsExactly("now", "old");
  }

  @Test
  void whatIsOfOneTimeStaysAsItWasListed() {
    assertThat(
            inOrder(
                marker("a", "a3", true, 1),
                marker("a", "a2", false, 1),
                version("a", "a1", false, 1)))
        .containsExactly("a3", "a2", "a1");
    assertThat(
            inOrder(
                version("a", "a3", true, 1),
                version("a", "a2", false, 1),
                marker("a", "a1", false, 1)))
        .containsExactly("a3", "a2", "a1");
  }

  /** Clocks of gateways differ; the listing knows better. */
  @Test
  void pagesInOneOrderStayAsTheyAre() {
    assertThat(
            inOrder(
                marker("a", "a3", true, 1),
                version("a", "a2", false, 2),
                marker("b", "b1", true, 1)))
        .containsExactly("a3", "a2", "b1");
    assertThat(inOrder(version("a", "a2", true, 1), version("a", "a1", false, 2)))
        .containsExactly("a2", "a1");
  }
}
