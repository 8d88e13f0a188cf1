package io.gyre.check;

import io.gyre.check.Checked.Equal;
import io.gyre.check.Look.Outcome;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** What the stages of a comparison hand on. */
sealed interface Item {
  /** Nothing is left to be done with it. */
  record Result(Checked checked) implements Item {}

  /** Is to be looked at again. */
  record ToConfirm(Suspect suspect) implements Item {}

  /**
   * A key that listings alone do not tell enough of.
   *
   * @param shard of the source's bucket that has it
   */
  record ToExamine(BucketShard shard, KeyPair pair, Depth depth) implements Item {}

  /** Indexes that are to be merged. */
  record ToMerge(BucketName bucket, IndexPair index) implements Item {}

  /**
   * What follows from a first look.
   *
   * @param shard of the source's bucket that has the key, if it is one
   * @param again looks once more
   */
  static Item after(
      Look first,
      Subject subject,
      Optional<BucketShard> shard,
      Supplier<CompletionStage<Look>> again) {
    return first.outcome() == Outcome.EQUAL
        ? new Result(new Equal(subject, false, first.notCarried()))
        : new ToConfirm(new Suspect(subject, shard, first, again));
  }

  /** As above, of something that has no index shard; one that fails is a look, too. */
  static CompletionStage<Item> after(Subject subject, Supplier<CompletionStage<Look>> look) {
    return look.get()
        .exceptionally(Look::failed)
        .thenApply(first -> after(first, subject, Optional.empty(), look));
  }
}
