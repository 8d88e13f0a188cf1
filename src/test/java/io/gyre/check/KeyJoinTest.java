package io.gyre.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.check.KeyJoin.Joined;
import io.gyre.log.KeyOrder;
import io.gyre.log.ListedVersion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KeyJoinTest {
  private static final long SEED = 20261126;

  /** Keys with their versions, in key order. */
  private static final class Listing {
    private final TreeMap<String, List<ListedVersion>> keys = new TreeMap<>(KeyOrder::compare);

    static Listing random(Random random) {
      Listing listing = new Listing();
      for (int keys = random.nextInt(12); keys > 0; keys--) {
        String key = "key " + random.nextInt(12);
        List<ListedVersion> versions = new ArrayList<>();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
          versions.add(Rows.version(key, "v" + n, versions.isEmpty(), "content"));
        }
        listing.keys.put(key, versions);
      }
      return listing;
    }

    List<ListedVersion> of(String key) {
      return keys.getOrDefault(key, List.of());
    }

    /** In pages of any length, also empty ones, each of whole keys. */
    Deque<List<ListedVersion>> pages(Random random) {
      Deque<List<ListedVersion>> pages = new ArrayDeque<>(List.of(new ArrayList<>()));
      keys.forEach(
          (key, versions) -> {
            while (random.nextInt(3) == 0) {
              pages.add(new ArrayList<>());
            }
            pages.getLast().addAll(versions);
          });
      return pages;
    }
  }

  @Test
  void allKeysOfBothComeOnceAndInOrderHoweverTheyArePaged() {
    Random random = new Random(SEED);
    for (int round = 0; round < 500; round++) {
      Listing source = Listing.random(random);
      Listing destination = Listing.random(random);

      List<KeyPair> pairs = join(source.pages(random), destination.pages(random));

      TreeMap<String, KeyPair> expected = new TreeMap<>(KeyOrder::compare);
      for (Listing listing : List.of(source, destination)) {
        listing
            .keys
            .keySet()
            .forEach(
                key -> expected.put(key, new KeyPair(key, source.of(key), destination.of(key))));
      }
      assertThat(pairs)
          .as("seed %d, round %d", SEED, round)
          .containsExactlyElementsOf(expected.values());
    }
  }

  private static List<KeyPair> join(
      Deque<List<ListedVersion>> source, Deque<List<ListedVersion>> destination) {
    List<KeyPair> pairs = new ArrayList<>();
    KeyJoin.Rows here = next(source);
    KeyJoin.Rows there = next(destination);
    while (true) {
      Joined joined = KeyJoin.join(here, there);
      pairs.addAll(joined.pairs());
      here = joined.source().wantsPage() ? next(source) : joined.source();
      there = joined.destination().wantsPage() ? next(destination) : joined.destination();
      if (here.drained() && here.last() && there.drained() && there.last()) {
        return pairs;
      }
    }
  }

  private static KeyJoin.Rows next(Deque<List<ListedVersion>> pages) {
    List<ListedVersion> page = pages.remove();
    return new KeyJoin.Rows(page, 0, pages.isEmpty());
  }
}
