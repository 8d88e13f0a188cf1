package io.gyre.copy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Owners who can write, or not; nothing is done about it. */
public final class UnaidedOwners implements ObjectOwners {
  @Override
  public String writerFor(String owner) {
    return owner;
  }

  @Override
  public boolean standsIn(String uid) {
    return false;
  }

  @Override
  public <T> CompletionStage<T> write(String writer, Supplier<? extends CompletionStage<T>> write) {
    return write.get();
  }

  @Override
  public CompletionStage<Standing> refused(String writer) {
    return CompletableFuture.completedFuture(Standing.MISSING);
  }
}
