package io.gyre.route;

import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.CheckpointStore;
import io.gyre.checkpoint.LogKind;
import io.gyre.checkpoint.LogShardState;
import io.gyre.failure.Retrying;
import io.gyre.log.ChangeLog;
import io.gyre.log.LogPosition;
import io.gyre.log.MetadataLogState;
import io.gyre.log.Watermark;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/**
 * The first step of a route: the marker of every log shard of the source is durable before anything
 * is copied. On a later start the recorded markers stand.
 */
public final class RouteStart {
  /** Log shards that are asked for their heads at once. */
  private static final int HEADS_AT_ONCE = 8;

  /** The fact that all users and buckets have been brought over, in which period of the source. */
  static final String METADATA_DONE = "metadata-pass";

  /** They have to be brought over once more, whatever was done before. */
  public static final Change METADATA_DUE = new Change.Fact(METADATA_DONE, "due");

  /**
   * What a route consists of.
   *
   * @param metadataLog empty where the source keeps none
   * @param metadataDone whether users and buckets have all been brought over once
   * @param pass what is recorded once they have been
   */
  public record Plan(
      int dataShards, Optional<MetadataLogState> metadataLog, boolean metadataDone, Change pass) {}

  private final ChangeLog log;
  private final CheckpointStore checkpoints;
  private final String scope;
  private final Clock clock;
  private final Materializer materializer;
  private final Retrying retrying;

  /**
   * @param scope what is to be replicated and taken over, as the configuration has it
   * @param retrying of each read by itself: among hundreds of them, one may well fail
   */
  public RouteStart(
      ChangeLog log,
      CheckpointStore checkpoints,
      String scope,
      Clock clock,
      Materializer materializer,
      Retrying retrying) {
    this.retrying = retrying;
    this.log = log;
    this.scope = scope;
    this.checkpoints = checkpoints;
    this.clock = clock;
    this.materializer = materializer;
  }

  /** Records what has to be recorded, and says what there is to follow. */
  public CompletionStage<Plan> run() {
    return retrying
        .run(log::dataLogShards)
        .thenCompose(
            shards ->
                retrying
                    .run(log::metadataLog)
                    .thenCompose(metadata -> recordHeads(shards, metadata)));
  }

  private CompletionStage<Plan> recordHeads(int dataShards, Optional<MetadataLogState> metadata) {
    CompletionStage<List<Change>> data =
        checkpoints
            .logShards(LogKind.DATA)
            .thenCompose(known -> missing(LogKind.DATA, "", dataShards, known));
    String period = metadata.map(MetadataLogState::period).orElse("");
    CompletionStage<List<Change>> meta =
        checkpoints
            .logShards(LogKind.METADATA)
            .thenCompose(
                known ->
                    missing(
                        LogKind.METADATA,
                        period,
                        metadata.map(MetadataLogState::shards).orElse(0),
                        known));
    return data.thenCombine(meta, RouteStart::both)
        .thenCompose(checkpoints::save)
        .thenCompose(saved -> checkpoints.facts())
        .thenApply(facts -> plan(dataShards, metadata, facts));
  }

  /**
   * After a change of the source's period its new log does not tell what the old one last said, and
   * after one of the configuration no log tells what is to be replicated now.
   */
  private Plan plan(
      int dataShards, Optional<MetadataLogState> metadata, Map<String, String> facts) {
    String pass = metadata.map(MetadataLogState::period).orElse("") + " " + scope;
    return new Plan(
        dataShards,
        metadata,
        pass.equals(facts.get(METADATA_DONE)),
        new Change.Fact(METADATA_DONE, pass));
  }

  private CompletionStage<List<Change>> missing(
      LogKind kind, String period, int shards, List<LogShardState> known) {
    List<Integer> wanted =
        IntStream.range(0, shards)
            .filter(shard -> known.stream().noneMatch(isOf(shard, period)))
            .boxed()
            .toList();
    return Source.from(wanted)
        .mapAsync(
            HEADS_AT_ONCE,
            shard ->
                retrying
                    .run(() -> head(kind, shard, period))
                    .thenApply(head -> moved(kind, shard, period, head)))
        .runWith(Sink.seq(), materializer);
  }

  private static Predicate<LogShardState> isOf(int shard, String period) {
    return state -> state.shard() == shard && state.period().equals(period);
  }

  private CompletionStage<LogPosition> head(LogKind kind, int shard, String period) {
    return kind == LogKind.DATA ? log.dataLogHead(shard) : log.metadataLogHead(shard, period);
  }

  private Change moved(LogKind kind, int shard, String period, LogPosition head) {
    return new Change.LogShardMoved(
        LogShardState.of(kind, shard, period, Watermark.at(head), clock.instant()));
  }

  private static List<Change> both(List<Change> one, List<Change> other) {
    List<Change> all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }
}
