package io.gyre.route;

import io.gyre.copy.CopyTask;
import io.gyre.copy.FairGate;
import io.gyre.log.BucketShard;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Entries, work, watermarks, saves: the one stream that a full pass and the reading of a log have
 * in common. Progress is saved after its effects, the newest only, one save at a time.
 */
final class WatermarkStream<P> {
  private final RouteSettings settings;
  private final Drain drain;
  private final Pauses pauses;
  private final String bucket;
  private final Materializer materializer;

  /**
   * @param shard whose entries they are
   * @param materializer of the actor that runs the stream, so that it ends with it
   */
  WatermarkStream(RouteServices services, BucketShard shard, Materializer materializer) {
    this.settings = services.settings();
    this.drain = services.drain();
    this.pauses = services.pauses();
    this.bucket = shard.instance().bucket().toString();
    this.materializer = materializer;
  }

  /**
   * Runs to the end of the items; how many there were. Fails when the route ends before, or the
   * bucket is paused: what was cut short must not look like what came to its end.
   */
  CompletionStage<Long> run(
      Source<LedgerItem<P>, NotUsed> items,
      Function<List<CopyTask>, ? extends CompletionStage<?>> work,
      Function<P, CompletionStage<Void>> save) {
    AtomicLong entries = new AtomicLong();
    AtomicBoolean paused = new AtomicBoolean();
    Source<P, NotUsed> watermarks =
        items
            .via(drain.reading())
            .map(
                item -> {
                  entries.incrementAndGet();
                  return item;
                })
            .via(
                new CopyStage<>(
                    settings.keysAtOnce(),
                    settings.pendingEntries(),
                    () -> drain.begun() || isPaused(paused),
                    work));
    return drain
        .run(() -> saveAll(watermarks, save))
        .thenCompose(
            done ->
                paused.get()
                    ? CompletableFuture.failedFuture(new FairGate.Withdrawn(bucket))
                    : CompletableFuture.completedFuture(entries.get()));
  }

  /** Once it was, the stream is not as whole as it may look, also if it is resumed at once. */
  private boolean isPaused(AtomicBoolean paused) {
    if (pauses.hold(bucket)) {
      paused.set(true);
    }
    return paused.get();
  }

  private CompletionStage<Done> saveAll(
      Source<P, NotUsed> watermarks, Function<P, CompletionStage<Void>> save) {
    return watermarks
        .conflate((older, newer) -> newer)
        .throttle(1, settings.saveInterval())
        .mapAsync(1, position -> save.apply(position).thenApply(ignored -> position))
        .runWith(Sink.ignore(), materializer);
  }
}
