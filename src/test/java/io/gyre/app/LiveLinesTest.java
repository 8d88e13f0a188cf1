package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gyre.ops.OpsFixture;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveLinesTest {
  private static final Instant NOW = OpsFixture.NOW;
  private static final String STATUS =
      """
      {"source":{"zone":"master-1"},"destination":{"zone":"slave-1"},
       "lag":{"data":{"lag_seconds":null,"as_of_age_seconds":4},"metadata":{"lag_seconds":0,"as_of_age_seconds":4},
              "bucket_shards_to_copy":25},
       "speed":{"objects_per_second":123.4,"bytes_per_second":2097152},
       "counts":{"copied":12345,"bytes":1048576,"deleted":7},"parked":{"entries":2},
       "bucket_shards":{"init":20,"full":5,"incremental":75},"not_ready":[],"paused":%s}
      """;
  private static final String BUCKET =
      """
      {"bucket":"%s","state":"%s","bucket_shards":11,"bucket_shards_to_copy":%d,"lag_seconds":%s,
       "entries_per_second":%s,"bytes_per_second":0,"objects_to_go":null,"seconds_to_go":%s}
      """;

  private static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text);
  }

  private static List<String> lines(String paused, String... buckets) throws Exception {
    return LiveLines.of(
        json(STATUS.formatted(paused)), json("[" + String.join(",", buckets) + "]"), NOW);
  }

  @Test
  void theRouteAndItsBusiestBuckets() throws Exception {
    assertThat(
            lines(
                "null",
                BUCKET.formatted("idle", "following", 0, "3", "0.0", "null"),
                BUCKET.formatted("photos", "full_pass", 8, "null", "12.5", "3700")))
        .containsExactly(
            "master-1 -> slave-1",
            "  Lag       objects not known (as of 4 s ago), users and buckets 0 s (as of 4 s ago); the"
                + " first copy of 25 bucket shards is not complete",
            "  Speed     123.4 objects/s, 2.0 MiB/s",
            "  Done      12,345 objects (1.0 MiB) copied, 7 deleted; 2 parked",
            "  Full pass [###############.....] 75 of 100 bucket shards are copied in full",
            "  photos                       full pass  [#####...............]         -  12.5 obj/s  "
                + "     0 B/s  1 h 1 min to go",
            "  idle                         following                               3 s  0.0 obj/s   "
                + "     0 B/s");
  }

  @Test
  void aPauseIsSaidAndHostileNamesSteerNothing() throws Exception {
    List<String> lines =
        lines("\"" + NOW + "\"", BUCKET.formatted("x\\u001b[2J", "following", 0, "0", "0", "null"));
    assertThat(lines.get(0)).endsWith("PAUSED ('gyre resume' goes on)");
    assertThat(String.join("", lines)).contains("x\\u001b[2J").doesNotContain("\u001b");
  }

  @Test
  void itIsLowerThanATerminal() throws Exception {
    String[] many =
        IntStream.range(0, 100)
            .mapToObj(i -> BUCKET.formatted("b" + i, "full_pass", 3, "0", i, "null"))
            .toArray(String[]::new);
    List<String> lines = lines("null", many);
    assertThat(lines).hasSizeLessThan(20);
    assertThat(lines.stream().map(line -> line.strip().split(" ")[0]).collect(Collectors.toList()))
        .contains("b99", "b92")
        .doesNotContain("b91");
  }

  @Test
  void aBarIsFullOnlyAtTheEnd() {
    assertThat(LiveLines.bar(0, 0)).isEqualTo("[....................]");
    assertThat(LiveLines.bar(999, 1000)).isEqualTo("[###################.]");
    assertThat(LiveLines.bar(1000, 1000)).isEqualTo("[####################]");
  }

  /** The same keys as the server's. */
  @Test
  void itReadsWhatTheServerSays(@TempDir Path directory) throws Exception {
    try (OpsFixture ops = new OpsFixture(directory)) {
      ops.idle().run();
      JsonNode view = ops.glance();
      assertThat(LiveLines.of(view, view.path("buckets"), NOW))
          .contains(
              "master-1 -> slave-1",
              "  Lag       objects 0 s (as of 5 s ago), users and buckets 0 s (as of 5 s ago)");
    }
  }
}
