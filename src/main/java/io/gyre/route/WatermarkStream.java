package io.gyre.route;

import io.gyre.copy.CopyTask;
import java.util.List;
import java.util.concurrent.CompletionStage;
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
  private final Materializer materializer;

  /**
   * @param materializer of the actor that runs the stream, so that it ends with it
   */
  WatermarkStream(RouteServices services, Materializer materializer) {
    this.settings = services.settings();
    this.drain = services.drain();
    this.materializer = materializer;
  }

  /** Runs to the end of the items; how many there were. Fails when the route ends before. */
  CompletionStage<Long> run(
      Source<LedgerItem<P>, NotUsed> items,
      Function<List<CopyTask>, ? extends CompletionStage<?>> work,
      Function<P, CompletionStage<Void>> save) {
    AtomicLong entries = new AtomicLong();
    Source<P, NotUsed> watermarks =
        items
            .via(drain.reading())
            .wireTap(item -> entries.incrementAndGet())
            .via(
                new CopyStage<>(
                    settings.keysAtOnce(), settings.pendingEntries(), drain::begun, work));
    return drain.run(() -> saveAll(watermarks, save)).thenApply(done -> entries.get());
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
