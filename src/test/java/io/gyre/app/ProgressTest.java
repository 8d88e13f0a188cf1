package io.gyre.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gyre.copy.CopyOutcome;
import io.gyre.route.RouteLag;
import io.gyre.route.RouteLag.Part;
import io.gyre.route.RouteStatistics.Snapshot;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final Instant START = Instant.parse("2026-03-04T12:00:00Z");
  private static final Snapshot NOTHING = snapshot(0, 0, 0);
  private static final RouteLag NO_LAG = lag(0, 0, Optional.empty(), false);

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void itSaysWhatWasDoneAndHowFast() {
    Progress progress = progress(Output.Format.TEXT);

    progress.print(snapshot(1, 2048, 0), NO_LAG, 0, START.plusSeconds(2));
    progress.print(
        snapshot(2001, 4096, 3), lag(0, 1, START.minusSeconds(65)), 4, START.plusSeconds(6));

    assertThat(lines())
        .containsExactly(
            "copied 1 object (2.0 KiB), 1/s, 1.0 KiB/s; current 0; deleted 0; parked 0;"
                + " no known lag 4 s ago",
            "copied 2,001 objects (4.0 KiB), 500/s, 512 B/s; current 0; deleted 0; parked 4;"
                + " ETags differ 9; grants dropped 3; owners replaced 6;"
                + " storage classes lost 12; buckets without BlockPublicAcls 15; locks lost 18; bucket settings lost 21; lag 1 min 11 s, 1 bucket shard changed");
  }

  @Test
  void whatWasSaidIsNotSaidAgainForAWhile() {
    Progress progress = progress(Output.Format.TEXT);

    for (int second = 0; second <= 65; second += 5) {
      progress.print(NOTHING, NO_LAG, 0, START.plusSeconds(second));
    }
    progress.print(NOTHING, NO_LAG, 1, START.plusSeconds(66));

    assertThat(lines()).hasSize(3).last().asString().contains("parked 1;");
  }

  @Test
  void programsGetEveryLine() throws Exception {
    Progress progress = progress(Output.Format.JSON);

    progress.print(NOTHING, NO_LAG, 0, START.plusSeconds(5));
    progress.print(snapshot(10, 100, 3), lag(1, 2, START), 0, START.plusSeconds(10));

    assertThat(lines()).hasSize(2);
    JsonNode line = new ObjectMapper().readTree(lines().get(1));
    assertThat(line.path("objects_per_second").asDouble()).isEqualTo(2.0);
    assertThat(line.path("bytes_per_second").asLong()).isEqualTo(20);
    assertThat(line.path("grants_dropped").asLong()).isEqualTo(3);
    assertThat(line.path("owner_replaced").asLong()).isEqualTo(6);
    assertThat(line.path("storage_classes_lost").asLong()).isEqualTo(12);
    assertThat(line.path("block_public_acls_lost").asLong()).isEqualTo(15);
    assertThat(line.path("locks_lost").asLong()).isEqualTo(18);
    assertThat(line.path("bucket_settings_lost").asLong()).isEqualTo(21);
    assertThat(line.path("lag_seconds").asLong()).isEqualTo(10);
    assertThat(line.path("lag_as_of_seconds").asLong()).isEqualTo(12);
    assertThat(line.path("bucket_shards_behind").asInt()).isEqualTo(3);
    assertThat(line.path("bucket_shards_to_copy").asInt()).isEqualTo(1);
  }

  @Test
  void aFirstCopyIsSaid() throws Exception {
    RouteLag listing = lag(0, 0, Optional.empty(), true);
    RouteLag copying = lag(12, 0, Optional.empty(), false);

    progress(Output.Format.TEXT).print(NOTHING, listing, 0, START);
    progress(Output.Format.TEXT).print(NOTHING, lag(12, 3, START), 0, START.plusSeconds(5));
    progress(Output.Format.JSON).print(NOTHING, copying, 0, START);
    progress(Output.Format.JSON).print(NOTHING, listing, 0, START);

    assertThat(lines().get(0)).endsWith("; users and buckets are being compared");
    assertThat(lines().get(1))
        .endsWith("; lag 5 s, 3 bucket shards changed, 12 bucket shards to be copied in full");
    JsonNode line = new ObjectMapper().readTree(lines().get(2));
    assertThat(line.path("bucket_shards_behind").asInt()).isEqualTo(12);
    assertThat(line.get("lag_seconds").isNull()).as("not known").isTrue();
    line = new ObjectMapper().readTree(lines().get(3));
    assertThat(line.path("metadata_pass").asBoolean()).isTrue();
    assertThat(line.get("lag_seconds").isNull()).as("not known").isTrue();
  }

  @Test
  void anUnreachableSourceIsSaidAndTheLagCounts() {
    Part metadata = new Part(Optional.empty(), Optional.of(START), false, 0, Optional.empty());
    Part data = new Part(Optional.of(START), Optional.of(START), false, 2, Optional.of("refused"));
    Part unread = new Part(Optional.empty(), Optional.empty(), true, 0, Optional.empty());
    RouteLag unreachable = new RouteLag(metadata, data, 0, 0, false);
    Progress progress = progress(Output.Format.TEXT);

    progress.print(NOTHING, unreachable, 0, START.plusSeconds(65));
    progress.print(NOTHING, new RouteLag(metadata, unread, 0, 0, false), 0, START.plusSeconds(66));

    assertThat(lines().get(0)).endsWith("; lag 1 min 5 s, 2 log shards cannot be read");
    assertThat(lines().get(1)).endsWith("; lag not known yet");
  }

  private Progress progress(Output.Format format) {
    return new Progress(
        new Output(format, Output.Verbosity.NORMAL), new PrintStream(printed, true, UTF_8), START);
  }

  private List<String> lines() {
    return printed.toString(UTF_8).lines().toList();
  }

  private static RouteLag lag(int copying, int changed, Instant since) {
    return lag(copying, changed, Optional.of(since), false);
  }

  private static RouteLag lag(
      int copying, int changed, Optional<Instant> since, boolean comparing) {
    Optional<Instant> round = Optional.of(START.minusSeconds(2));
    return new RouteLag(
        new Part(Optional.empty(), round, comparing, 0, Optional.empty()),
        new Part(since, round, copying > 0 || comparing, 0, Optional.empty()),
        copying,
        changed,
        comparing);
  }

  private static Snapshot snapshot(long copied, long bytes, long lost) {
    return new Snapshot(
        Map.of(CopyOutcome.COPIED, copied - 3 * lost, CopyOutcome.COPIED_ETAG_DIFFERS, 3 * lost),
        bytes,
        0,
        0,
        lost,
        0,
        2 * lost,
        4 * lost,
        5 * lost,
        6 * lost,
        7 * lost);
  }
}
