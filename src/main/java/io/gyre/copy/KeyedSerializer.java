package io.gyre.copy;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * One operation at a time per key, in the order asked for, for the whole process. It is what keeps
 * a restarted worker from working on a key on which its predecessor's last operation is still under
 * way. Without contention it costs one map entry for as long as the operation runs.
 *
 * @param <K> keys
 */
public final class KeyedSerializer<K> {
  private final ConcurrentHashMap<K, CompletableFuture<Void>> tails = new ConcurrentHashMap<>();

  /** Runs an operation after all earlier ones of its key have ended, well or not. */
  public <T> CompletionStage<T> run(K key, Supplier<? extends CompletionStage<T>> operation) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    CompletableFuture<Void> before = tails.put(key, end);
    CompletionStage<T> result =
        before == null ? start(operation) : before.thenCompose(ignored -> start(operation));
    return result.whenComplete(
        (value, failure) -> {
          tails.remove(key, end);
          end.complete(null);
        });
  }

  /** Completes once what is under way or waiting now for some keys has ended, well or not. */
  public CompletionStage<Void> ended(Predicate<K> keys) {
    return CompletableFuture.allOf(
        tails.entrySet().stream()
            .filter(tail -> keys.test(tail.getKey()))
            .map(Map.Entry::getValue)
            .toArray(CompletableFuture[]::new));
  }

  /** Keys with an operation under way or waiting. */
  public int size() {
    return tails.size();
  }

  private static <T> CompletionStage<T> start(Supplier<? extends CompletionStage<T>> operation) {
    try {
      return operation.get();
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }
}
