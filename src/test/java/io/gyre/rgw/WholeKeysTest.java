package io.gyre.rgw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class WholeKeysTest {
  /**
   * Lists as 16.2 does, pages of four rows at most, null versions as if they were delete markers;
   * after each page something may happen.
   */
  private static final class Gateway implements WholeKeys.Listing {
    private static final int CUT = 4;

    private final List<String> rows;
    private Runnable afterPage = () -> {};
    private int pages;

    Gateway(String... rows) {
      this.rows = new ArrayList<>(List.of(rows));
    }

    @Override
    public CompletionStage<Optional<ListingPage>> after(ListingPosition position, int max) {
      int from = start(position);
      int to = Math.min(rows.size(), from + Math.min(max, CUT));
      boolean more = to < rows.size();
      List<ListedVersion> versions = new ArrayList<>();
      rows.subList(from, to).forEach(row -> versions.add(listed(row)));
      if (more) {
        Listing.endAtAKey(versions);
      }
      pages++;
      afterPage.run();
      ListingPosition next = versions.isEmpty() ? position : last(versions);
      return CompletableFuture.completedFuture(Optional.of(new ListingPage(versions, next, more)));
    }

    private int start(ListingPosition position) {
      boolean hides = position.versionId().equals("null");
      int at = hides ? -1 : rows.indexOf(position.key() + " " + position.versionId());
      int start = at + 1;
      while (at < 0 && start < rows.size() && key(rows.get(start)).compareTo(position.key()) <= 0) {
        start++;
      }
      return start;
    }

    /** Removes a row once the given number of pages was read. */
    Gateway removing(String row, int page) {
      afterPage =
          () -> {
            if (pages == page) {
              rows.remove(row);
            }
          };
      return this;
    }

    private static ListingPosition last(List<ListedVersion> versions) {
      ListedVersion last = versions.get(versions.size() - 1);
      return new ListingPosition(last.key(), last.versionId());
    }
  }

  private static String key(String row) {
    return row.substring(0, row.indexOf(' '));
  }

  private static ListedVersion listed(String row) {
    String id = row.substring(row.indexOf(' ') + 1);
    return new ListedVersion(
        key(row), id, false, false, OptionalLong.empty(), Instant.EPOCH, "", 0, "", "");
  }

  private static List<String> all(Gateway gateway, int max) {
    WholeKeys keys = new WholeKeys(gateway);
    List<String> found = new ArrayList<>();
    ListingPosition position = ListingPosition.START;
    ListingPage page;
    do {
      page = keys.after(position, max).toCompletableFuture().join().orElseThrow();
      page.versions().forEach(row -> found.add(row.key() + " " + row.versionId()));
      position = page.next();
    } while (page.more());
    return found;
  }

  private static Gateway longKey() {
    return new Gateway("b 9", "b 8", "b 7", "b 6", "b 5", "b 4", "b 3", "b 2", "b 1", "c 1");
  }

  @Test
  void aKeyThatIsLongerThanAPageIsReadToItsEnd() {
    for (int max = 1; max <= 5; max++) {
      Gateway gateway = longKey();
      assertThat(all(gateway, max)).as("rows asked for: %d", max).isEqualTo(gateway.rows);
    }
  }

  @Test
  void itComesAsOnePage() {
    WholeKeys keys = new WholeKeys(longKey());
    var page = keys.after(ListingPosition.START, 2).toCompletableFuture().join();
    assertThat(page.orElseThrow().versions()).filteredOn(row -> row.key().equals("b")).hasSize(9);
  }

  /** Its page would go on with the key after it. */
  @Test
  void whatIsOlderThanAVersionRemovedMeanwhileIsNotLeftOut() {
    Gateway gateway = longKey().removing("b 6", 2);

    assertThat(all(gateway, 4))
        .isEqualTo(gateway.rows)
        .contains("b 5", "b 1")
        .doesNotContain("b 6");
  }

  @Test
  void norIfTheOneBeforeItIsRemovedToo() {
    Gateway gateway = longKey();
    gateway.afterPage =
        () -> {
          if (gateway.pages == 2) {
            gateway.rows.removeAll(List.of("b 6", "b 7"));
          }
        };

    assertThat(all(gateway, 4)).isEqualTo(gateway.rows).contains("b 5", "b 1");
  }

  @Test
  void aKeyThatEndsWithAPageIsKnownToEndThere() {
    Gateway exact = new Gateway("b 4", "b 3", "b null", "b 1", "c 1");
    assertThat(all(exact, 4)).isEqualTo(exact.rows);
    Gateway nullLast = new Gateway("b 5", "b 4", "b 3", "b null", "b 1", "c 1");
    assertThat(all(nullLast, 4)).isEqualTo(nullLast.rows);
  }

  @Test
  void aPageWithoutRowsIsNotTheEnd() {
    Gateway gateway = longKey();
    WholeKeys keys =
        new WholeKeys(
            (position, max) ->
                position.equals(ListingPosition.START)
                    ? CompletableFuture.completedFuture(
                        Optional.of(new ListingPage(List.of(), new ListingPosition("a", ""), true)))
                    : gateway.after(position, max));
    var page = keys.after(ListingPosition.START, 4).toCompletableFuture().join();
    assertThat(page.orElseThrow().versions()).filteredOn(row -> row.key().equals("b")).hasSize(9);
  }

  @Test
  void aBucketThatGoesAwayAmidAKeyIsGone() {
    Gateway gateway = longKey();
    WholeKeys keys =
        new WholeKeys(
            (position, max) ->
                gateway.pages == 2
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : gateway.after(position, max));
    assertThat(keys.after(ListingPosition.START, 4).toCompletableFuture().join()).isEmpty();
  }

  @Test
  void aKeyWhoseVersionsGoFasterThanTheyAreListedIsGivenUpForNow() {
    Gateway gateway = longKey();
    for (int i = 100; i < 1000; i++) {
      gateway.rows.add(1, "b " + i);
    }
    gateway.afterPage = () -> gateway.rows.remove(3);

    assertThatThrownBy(() -> all(gateway, 4)).hasMessageContaining("removed faster");
  }
}
