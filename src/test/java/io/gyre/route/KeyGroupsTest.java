package io.gyre.route;

import static io.gyre.route.Entries.listed;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.copy.CopyTask;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class KeyGroupsTest {
  private final KeyGroups groups = new KeyGroups(ListingPosition.START, false);
  private final List<LedgerItem<ListingPosition>> items = new ArrayList<>();

  private static ListedVersion version(String key, int id) {
    return new ListedVersion(
        key, "v" + id, false, false, OptionalLong.of(id), Instant.EPOCH, "", 0, "", "");
  }

  private List<ListingPosition> positions() {
    return items.stream().map(LedgerItem::position).toList();
  }

  @Test
  void theVersionsOfAKeyAreOneGroupOldestFirst() {
    items.addAll(groups.add(version("a", 3)));
    items.addAll(groups.add(version("a", 2)));
    items.addAll(groups.add(listed("b")));
    items.addAll(groups.takeLast());

    assertThat(positions())
        .containsExactly(new ListingPosition("a", "v2"), new ListingPosition("b", "null"));
    assertThat(items.get(0).tasks()).extracting(CopyTask::versionId).containsExactly("v2", "v3");
  }

  @Test
  void thePositionDoesNotMoveBeforeTheLastGroupOfAKey() {
    items.addAll(groups.add(listed("a")));
    for (int id = 2 * KeyGroups.MAX + 1; id > 0; id--) {
      items.addAll(groups.add(version("b", id)));
    }
    items.addAll(groups.takeLast());

    ListingPosition a = new ListingPosition("a", "null");
    assertThat(positions()).containsExactly(a, a, a, new ListingPosition("b", "v1"));
    assertThat(items.get(1).tasks()).hasSize(KeyGroups.MAX);
    assertThat(items.get(3).tasks()).hasSize(1);
  }

  @Test
  void nothingListedIsNoGroup() {
    assertThat(groups.takeLast()).isEmpty();
  }
}
