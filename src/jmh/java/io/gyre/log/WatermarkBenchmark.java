package io.gyre.log;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A page of a thousand entries: is anything missing before it, and where each entry leads. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class WatermarkBenchmark {
  private static final int ENTRIES = 1000;

  private final List<LogPosition.Marker> markers =
      IntStream.range(0, ENTRIES)
          .mapToObj(n -> new LogPosition.Marker(String.format(Locale.ROOT, "%011d.%d.5", n, n)))
          .toList();
  private final LogPage<LogPosition.Marker> page =
      new LogPage<>(markers, markers.get(ENTRIES - 1), true);
  private final Watermark before = Watermark.ORIGIN.next(markers.get(0));

  @Benchmark
  public Watermark page() {
    Watermark reached = before;
    for (LogPosition.Marker entry :
        before.continues(page, Function.identity()).orElseThrow().entries()) {
      reached = reached.next(entry);
    }
    return reached;
  }
}
