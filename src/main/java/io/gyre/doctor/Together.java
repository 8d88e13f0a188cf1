package io.gyre.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Questions that are asked side by side. */
public final class Together {
  private Together() {}

  /** Asks about each of a bounded list at once; the answers come in its order. */
  public static <I, O> CompletionStage<List<O>> each(
      List<I> inputs, Function<I, CompletionStage<O>> ask) {
    CompletionStage<List<O>> all = CompletableFuture.completedFuture(List.of());
    for (CompletionStage<O> asked : inputs.stream().map(ask).toList()) {
      all = all.thenCombine(asked, Together::append);
    }
    return all;
  }

  private static <O> List<O> append(List<O> list, O one) {
    List<O> longer = new ArrayList<>(list);
    longer.add(one);
    return longer;
  }
}
