package io.gyre.rgw;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gyre.log.BucketIndexEntry;
import io.gyre.log.DataLogEntry;
import io.gyre.log.LogPage;
import io.gyre.log.LogPosition;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Reading pages of a thousand entries: of logs, and of a listing. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PageBenchmark {
  private static final int ENTRIES = 1000;

  private final byte[] bucketIndex =
      ("[" + entries(PageBenchmark::bucketIndexEntry) + "]").getBytes(UTF_8);
  private final byte[] dataLog =
      ("{\"marker\":\"1_1764203131.999_999.1\",\"truncated\":true,\"entries\":["
              + entries(PageBenchmark::dataLogEntry)
              + "]}")
          .getBytes(UTF_8);
  private final byte[] listing =
      ("{\"Name\":\"photos\",\"IsTruncated\":false,\"Entries\":["
              + entries(PageBenchmark::listed)
              + "]}")
          .getBytes(UTF_8);

  private static String entries(IntFunction<String> entry) {
    return IntStream.range(0, ENTRIES).mapToObj(entry).collect(Collectors.joining(","));
  }

  private static String bucketIndexEntry(int n) {
    return String.format(
        Locale.ROOT,
        "{\"op_id\":\"3#%011d.%d.5\",\"op_tag\":\"tag.%d\",\"op\":\"write\",\"object\":\"object-%07d\","
            + "\"instance\":\"\",\"state\":\"complete\",\"index_ver\":%d,\"timestamp\":\"2026-11-26T21:45:31.%06dZ\","
            + "\"ver\":{\"pool\":7,\"epoch\":%d},\"bilog_flags\":0,\"versioned\":false,\"owner\":\"alice\","
            + "\"owner_display_name\":\"Alice\",\"zones_trace\":[{\"entry\":\"z:b\"}]}",
        n,
        n,
        n,
        n,
        n,
        n,
        n);
  }

  private static String dataLogEntry(int n) {
    return String.format(
        Locale.ROOT,
        "{\"log_id\":\"1_1764203131.%06d_%d.1\",\"log_timestamp\":\"2026-11-26T21:45:31.%06dZ\","
            + "\"entry\":{\"entity_type\":\"bucket\",\"key\":\"photos:0f2d-4711.%d.1:%d\",\"timestamp\":"
            + "\"2026-11-26T21:45:31.%06dZ\"}}",
        n,
        n,
        n,
        n % 50,
        n % 11,
        n);
  }

  private static String listed(int n) {
    return String.format(
        Locale.ROOT,
        "{\"Key\":\"object-%07d\",\"VersionId\":\"null\",\"IsLatest\":true,\"IsDeleteMarker\":false,"
            + "\"LastModified\":\"2026-11-26T21:45:31.123Z\",\"RgwxMtime\":\"2026-11-26T21:45:31.123456789Z\","
            + "\"ETag\":\"9e107d9d372bb6826bd81d3542a419d6\",\"Size\":4096,\"StorageClass\":\"STANDARD\","
            + "\"Owner\":{\"ID\":\"alice\",\"DisplayName\":\"Alice\"},\"RgwxTag\":\"tag.%d\",\"Type\":\"Normal\"}",
        n,
        n);
  }

  @Benchmark
  public LogPage<BucketIndexEntry> bucketIndexLog() {
    return LogJson.bucketIndex(Json.parse(bucketIndex).orElseThrow(), LogPosition.ORIGIN, ENTRIES);
  }

  @Benchmark
  public LogPage<DataLogEntry> dataLog() {
    return LogJson.dataLog(Json.parse(dataLog).orElseThrow(), LogPosition.ORIGIN);
  }

  @Benchmark
  public Optional<Listing> listing() {
    return ListingJson.parse(listing);
  }
}
