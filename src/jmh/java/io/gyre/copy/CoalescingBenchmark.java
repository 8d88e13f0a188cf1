package io.gyre.copy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A page of a thousand entries through the ledger, 64 units under way. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CoalescingBenchmark {
  private static final int ENTRIES = 1000;
  private static final int UNDER_WAY = 64;

  /** How many keys the entries are about: each its own, ten entries a key, one hot key. */
  @Param({"1000", "100", "1"})
  public int keys;

  private List<List<CopyTask>> entries = List.of();

  @Setup
  public void write() {
    entries = IntStream.range(0, ENTRIES).mapToObj(n -> List.of(task("key-" + n % keys))).toList();
  }

  private static CopyTask task(String key) {
    return new CopyTask(
        key,
        "",
        CopyTask.Intent.WRITE,
        OptionalLong.empty(),
        "alice",
        CopyTask.UNKNOWN_MTIME,
        CopyTask.UNKNOWN_SIZE,
        false,
        false);
  }

  @Benchmark
  public Optional<Integer> coalesce() {
    CopyLedger<Integer> ledger = new CopyLedger<>();
    for (int n = 0; n < ENTRIES; n++) {
      ledger.add(n, entries.get(n));
    }
    Deque<CopyLedger.Unit<Integer>> underWay = new ArrayDeque<>();
    Optional<Integer> reached = Optional.empty();
    while (ledger.pending() > 0) {
      Optional<CopyLedger.Unit<Integer>> next = ledger.next();
      next.ifPresent(underWay::add);
      if (next.isEmpty() || underWay.size() == UNDER_WAY) {
        ledger.done(underWay.remove());
        reached = ledger.advance();
      }
    }
    return reached;
  }
}
