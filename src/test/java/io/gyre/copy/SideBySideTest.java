package io.gyre.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SideBySideTest {
  private final List<Integer> begun = new ArrayList<>();
  private final List<CompletableFuture<String>> answers =
      IntStream.range(0, 5).mapToObj(i -> new CompletableFuture<String>()).toList();

  private CompletionStage<String> ask(int index) {
    begun.add(index);
    return answers.get(index);
  }

  private CompletableFuture<List<String>> run(int atOnce) {
    return SideBySide.run(List.of(0, 1, 2, 3, 4), atOnce, this::ask).toCompletableFuture();
  }

  @Test
  void soManyAreUnderWayAndTheResultsHaveTheOrderOfTheList() {
    CompletableFuture<List<String>> done = run(2);
    assertThat(begun).containsExactly(0, 1);

    answers.get(1).complete("b");
    assertThat(begun).containsExactly(0, 1, 2);
    answers.get(0).complete("a");
    answers.get(3).complete("d");
    answers.get(4).complete("e");
    assertThat(done).isNotDone();
    answers.get(2).complete("c");

    assertThat(done).isCompletedWithValue(List.of("a", "b", "c", "d", "e"));
  }

  @Test
  void afterAFailureNothingIsBegunAndWhatIsUnderWayEndsFirst() {
    CompletableFuture<List<String>> done = run(2);

    answers.get(1).completeExceptionally(new IOException("first"));
    assertThat(done).isNotDone();
    answers.get(0).completeExceptionally(new IOException("second"));

    assertThat(begun).containsExactly(0, 1);
    assertThat(done)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .withMessage("first");
  }

  @Test
  void workThatThrowsHasFailed() {
    CompletableFuture<List<String>> done =
        SideBySide.<Integer, String>run(
                List.of(1, 2),
                1,
                i -> {
                  throw new IllegalStateException("no " + i);
                })
            .toCompletableFuture();

    assertThat(done).isCompletedExceptionally();
  }

  @Test
  void manyThatEndAtOnceNeedNoDeepStack() {
    List<Integer> many = IntStream.range(0, 100_000).boxed().toList();

    assertThat(SideBySide.run(many, 3, CompletableFuture::completedFuture).toCompletableFuture())
        .isCompletedWithValue(many);
  }

  @Test
  void nothingToDoIsDone() {
    assertThat(
            SideBySide.run(List.<Integer>of(), 3, CompletableFuture::completedFuture)
                .toCompletableFuture())
        .isCompletedWithValue(List.of());
  }
}
