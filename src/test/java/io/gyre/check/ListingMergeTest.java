package io.gyre.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListingMergeTest {
  private final ActorSystem system = ActorSystem.create("merge");
  private final List<String> asked = new ArrayList<>();

  @AfterEach
  void terminate() {
    system.terminate();
  }

  @Test
  void pagesOfBothAreMergedToTheEnd() throws Exception {
    List<KeyPair> pairs =
        new ListingMerge(after -> page(after, 5, 2), after -> page(after, 4, 3))
            .pairs()
            .mapConcat(batch -> batch)
            .runWith(Sink.seq(), system)
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);

    assertThat(pairs).extracting(KeyPair::key).containsExactly("0", "1", "2", "3", "4");
    assertThat(pairs.get(3).destination()).hasSize(1);
    assertThat(pairs.get(4).destination()).isEmpty();
  }

  /**
   * However long the listing, what nobody has taken yet is a page at each end, and the next one.
   */
  @Test
  void nothingIsReadFurtherAheadThanOnePage() throws Exception {
    SinkQueueWithCancel<List<KeyPair>> taken =
        new ListingMerge(after -> page(after, 1000, 1), after -> page(after, 1000, 1))
            .pairs()
            .toMat(
                Sink.<List<KeyPair>>queue(1).withAttributes(Attributes.inputBuffer(1, 1)),
                Keep.right())
            .run(system);

    taken.pull().toCompletableFuture().get(10, TimeUnit.SECONDS);
    taken.pull().toCompletableFuture().get(10, TimeUnit.SECONDS);

    synchronized (asked) {
      assertThat(asked.size()).isBetween(4, 10);
    }
    taken.cancel();
  }

  /** Keys "0", "1", ... below a number, so many a page. */
  private CompletionStage<ListingPage> page(ListingPosition after, int end, int length) {
    synchronized (asked) {
      asked.add(after.key());
    }
    List<ListedVersion> rows = new ArrayList<>();
    int first = after.key().isEmpty() ? 0 : Integer.parseInt(after.key()) + 1;
    for (int i = first; i < Math.min(end, first + length); i++) {
      rows.add(Rows.plain("" + i, "content"));
    }
    String last = rows.isEmpty() ? after.key() : rows.get(rows.size() - 1).key();
    return CompletableFuture.completedFuture(
        new ListingPage(rows, new ListingPosition(last, "null"), first + length < end));
  }
}
