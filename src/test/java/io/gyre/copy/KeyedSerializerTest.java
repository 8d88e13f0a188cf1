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
