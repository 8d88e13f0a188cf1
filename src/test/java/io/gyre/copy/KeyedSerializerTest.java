package io.gyre.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class KeyedSerializerTest {
  private final KeyedSerializer<String> serializer = new KeyedSerializer<>();

  @Test
  void operationsOfAKeyFollowEachOtherEvenAfterAFailureAndOtherKeysGoOn() {
    List<String> started = new ArrayList<>();
    CompletableFuture<Void> first = new CompletableFuture<>();
    run("a", "a1", first, started);
    CompletableFuture<Void> second =
        run("a", "a2", CompletableFuture.completedFuture(null), started);
    run("b", "b1", CompletableFuture.completedFuture(null), started);
    assertThat(started).containsExactly("a1", "b1");

    first.completeExceptionally(new IllegalStateException("broken"));

    assertThat(started).containsExactly("a1", "b1", "a2");
    assertThat(second).isCompleted();
    assertThat(serializer.size()).isZero();
  }

  @Test
  void whatIsUnderWayAndWaitsHasEndedWhenItsLastOneHas() {
    CompletableFuture<Void> first = new CompletableFuture<>();
    CompletableFuture<Void> last = new CompletableFuture<>();
    run("a", "a1", first, new ArrayList<>());
    run("a", "a2", last, new ArrayList<>());
    run("b", "b1", new CompletableFuture<>(), new ArrayList<>());

    CompletableFuture<Void> ended = serializer.ended("a"::equals).toCompletableFuture();
    first.completeExceptionally(new IllegalStateException("broken"));
    assertThat(ended).isNotDone();
    last.complete(null);
    assertThat(ended).isCompleted();
  }

  private CompletableFuture<Void> run(
      String key, String name, CompletableFuture<Void> operation, List<String> started) {
    return serializer
        .run(
            key,
            () -> {
              started.add(name);
              return operation;
            })
        .toCompletableFuture();
  }
}
