package io.gyre.app;

import io.gyre.doctor.Period;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketShard;
import io.gyre.log.LogPosition;
import io.gyre.log.LogTrimming;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Trims the source's logs as long as no other zone of the period reads them, which would miss what
 * it has not read. Zones may join the realm at any time, so that is looked up again and again;
 * where it cannot be, nothing is trimmed.
 */
final class SourceTrimming implements LogTrimming {
  private static final Logger LOG = LoggerFactory.getLogger(SourceTrimming.class);

  /** How long one look at the period counts. */
  static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  private final Supplier<CompletionStage<Optional<Period>>> period;
  private final LogTrimming trims;
  private final String zoneId;
  private final Clock clock;
  private Instant nextLook = Instant.MIN;
  private CompletionStage<Boolean> allowed = CompletableFuture.completedFuture(false);
  private String said = "";

  /**
   * @param period of the source; empty where it has none, so that no zone can sync from it
   * @param trims does it
   * @param zoneId of the source
   */
  SourceTrimming(
      Supplier<CompletionStage<Optional<Period>>> period,
      LogTrimming trims,
      String zoneId,
      Clock clock) {
    this.period = period;
    this.trims = trims;
    this.zoneId = zoneId;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Boolean> dataLog(int shard, LogPosition.Marker upTo) {
    return ifAllowed(() -> trims.dataLog(shard, upTo));
  }

  @Override
  public CompletionStage<Boolean> metadataLog(int shard, String ofPeriod, LogPosition.Marker upTo) {
    return ifAllowed(() -> trims.metadataLog(shard, ofPeriod, upTo));
  }

  @Override
  public CompletionStage<Boolean> bucketIndex(BucketShard shard, LogPosition.Marker upTo) {
    return ifAllowed(() -> trims.bucketIndex(shard, upTo));
  }

  private CompletionStage<Boolean> ifAllowed(Supplier<CompletionStage<Boolean>> trim) {
    return allowed()
        .thenCompose(yes -> yes ? trim.get() : CompletableFuture.completedFuture(false));
  }

  /** Whether nobody else reads the logs. Says so at the first look, and when it changes. */
  synchronized CompletionStage<Boolean> allowed() {
    Instant now = clock.instant();
    if (!now.isBefore(nextLook)) {
      nextLook = now.plus(LOOK_AGAIN);
      allowed = CompletableFuture.completedFuture(false);
      allowed = period.get().thenApply(this::judged).exceptionally(this::unknown);
    }
    return allowed;
  }

  private boolean judged(Optional<Period> found) {
    if (found.filter(known -> !known.has(zoneId)).isPresent()) {
      return unknown(new IllegalStateException("the source is not in its own period"));
    }
    List<String> readers =
        found.map(known -> known.readersOf(zoneId)).orElse(List.of()).stream()
            .map(Period.Member::name)
            .toList();
    if (readers.isEmpty()) {
      say(Level.INFO, "source: its logs are trimmed behind what is done");
      return true;
    }
    say(
        Level.WARN,
        "source: its logs are not trimmed, as trim: true asks: %s may sync from it too and would miss"
                .formatted(readers)
            + " what it has not read");
    return false;
  }

  private boolean unknown(Throwable failure) {
    say(
        Level.WARN,
        "source: its logs are not trimmed for now: which zones read them is not known: "
            + GatewayException.unwrap(failure).getMessage());
    return false;
  }

  private synchronized void say(Level level, String text) {
    if (!said.equals(text)) {
      said = text;
      LOG.atLevel(level).log(text);
    }
  }
}
