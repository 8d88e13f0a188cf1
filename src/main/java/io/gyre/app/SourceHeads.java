package io.gyre.app;

import io.gyre.checkpoint.CheckpointSummary;
import io.gyre.checkpoint.LogKind;
import io.gyre.checkpoint.LogShardState;
import io.gyre.doctor.Together;
import io.gyre.log.ChangeLog;
import io.gyre.log.LogPosition;
import io.gyre.log.MetadataLogState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * Where the source's logs stand at a moment.
 *
 * @param positions of each log shard
 */
record SourceHeads(Map<Shard, LogPosition> positions) {
  SourceHeads {
    positions = Map.copyOf(positions);
  }

  /** One log shard. */
  record Shard(LogKind log, int shard) {}

  /** Asks for all of them. */
  static CompletionStage<SourceHeads> of(ChangeLog log) {
    return data(log).thenCombine(metadata(log), SourceHeads::joined);
  }

  private static CompletionStage<List<LogPosition>> data(ChangeLog log) {
    return log.dataLogShards().thenCompose(shards -> Together.each(upTo(shards), log::dataLogHead));
  }

  private static CompletionStage<List<LogPosition>> metadata(ChangeLog log) {
    return log.metadataLog()
        .thenCompose(
            known ->
                known
                    .map(state -> metadata(log, state))
                    .orElseGet(() -> CompletableFuture.completedFuture(List.of())));
  }

  private static CompletionStage<List<LogPosition>> metadata(
      ChangeLog log, MetadataLogState state) {
    return Together.each(upTo(state.shards()), shard -> log.metadataLogHead(shard, state.period()));
  }

  private static List<Integer> upTo(int shards) {
    return IntStream.range(0, shards).boxed().toList();
  }

  private static SourceHeads joined(List<LogPosition> data, List<LogPosition> metadata) {
    Map<Shard, LogPosition> positions = new HashMap<>();
    upTo(data.size()).forEach(i -> positions.put(new Shard(LogKind.DATA, i), data.get(i)));
    upTo(metadata.size())
        .forEach(i -> positions.put(new Shard(LogKind.METADATA, i), metadata.get(i)));
    return new SourceHeads(positions);
  }

  /** How many log shards stand elsewhere later. */
  long changed(SourceHeads later) {
    return later.positions.entrySet().stream()
        .filter(head -> !head.getValue().equals(positions.get(head.getKey())))
        .count();
  }

  /** Log shards with entries that a state has not read, and where it has read them to. */
  Map<Shard, LogPosition> unread(CheckpointSummary state) {
    Map<Shard, LogPosition> unread = new HashMap<>();
    positions.forEach(
        (shard, head) -> {
          LogPosition read = read(state, shard).orElse(LogPosition.ORIGIN);
          if (head instanceof LogPosition.Marker && !read.equals(head)) {
            unread.put(shard, read);
          }
        });
    return unread;
  }

  private static Optional<LogPosition> read(CheckpointSummary state, Shard shard) {
    return Optional.ofNullable(state.logs().get(shard.log())).stream()
        .flatMap(logs -> logs.states().stream())
        .filter(known -> known.shard() == shard.shard())
        .map(LogShardState::position)
        .findFirst();
  }
}
