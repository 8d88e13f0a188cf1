package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gyre.check.Aspect;
import io.gyre.check.Checked;
import io.gyre.check.Checked.Finding;
import io.gyre.check.Depth;
import io.gyre.check.Sample;
import io.gyre.check.Scope;
import io.gyre.check.Subject;
import io.gyre.check.Verdict;
import io.gyre.config.ConfigLoader;
import io.gyre.config.GyreConfig;
import io.gyre.log.BucketName;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckReportTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"), ZoneOffset.UTC);
  private static final BucketName BUCKET = BucketName.parse("photos");
  private static final Finding OTHER =
      new Finding(
          new Subject.Key(BUCKET, "b\u001b[31m"),
          Verdict.DIFFERS,
          Verdict.DIFFERS,
          List.of(new Aspect("v1", "size", "1", "2"), new Aspect("v1", "tags", "", "")),
          7,
          "");
  private static final Finding PARKED =
      new Finding(
          new Subject.Key(BUCKET, "c"), Verdict.PARKED, Verdict.MISSING, List.of(), 2, "SSE-C");
  private static final Finding IN_FLIGHT =
      new Finding(
          new Subject.User("ann"), Verdict.IN_FLIGHT, Verdict.DIFFERS, List.of(), 2, "being done");

  private final StringWriter out = new StringWriter();

  private static CheckRequest request(Output.Format format, Depth depth, int named) {
    GyreConfig config =
        new ConfigLoader(Map.of())
            .parse(
                """
                source: { endpoint: "http://a:8000", access-key: AK, secret-key: SK }
                destination: { endpoint: "http://b:8001", access-key: DK, secret-key: DS }
                """,
                "test");
    Scope scope =
        new Scope(true, List.of(), bucket -> true, true, false, depth, new Sample(0.01, 17));
    return new CheckRequest(
        config,
        scope,
        "2026/",
        Duration.ZERO,
        new Output(format, Output.Verbosity.QUIET),
        named,
        Optional.empty(),
        Repair.NONE);
  }

  private int report(CheckRequest request, Checked... results) {
    Ends.Names ends = new Ends.Names("here", "there");
    try (CheckReport report = new CheckReport(request, ends, CLOCK, new PrintWriter(out, true))) {
      List.of(results).forEach(report::add);
      return report.end();
    }
  }

  @Test
  void thePersonIsToldWhatWasComparedHowManyDifferAndTheFirstOfThem() {
    int code =
        report(
            request(Output.Format.TEXT, Depth.ATTRIBUTES, 2),
            new Checked.Listed(1234, 2000, 3 << 20),
            new Checked.EqualKeys(BUCKET, List.of("a", "z")),
            OTHER,
            PARKED,
            IN_FLIGHT);

    assertThat(code).isEqualTo(ExitCode.DIFFERENCES);
    assertThat(out.toString())
        .contains("here -> there")
        .contains("1,234 keys with 2,000 versions, 3.0 MiB")
        .contains("locks, of 1% of the keys (--seed 17)")
        .contains("begin with 2026/")
        .containsPattern("Not compared +bytes \\(--deep\\)")
        .containsPattern("keys +2 +1 +0 +0 +1 +0 +0")
        .containsPattern("users +0 +0 +0 +0 +0 +0 +1")
        .contains(
            "differs   photos / b\\u001b[31m; version v1: size 1 at the source, 2 there;"
                + " version v1: tags")
        .contains("parked    photos / c: missing: SSE-C")
        .contains("... and 1 more")
        .contains("Not equal: 2 differences.")
        .doesNotContain("being done");
  }

  @Test
  void whatIsInFlightIsNoDifference() {
    assertThat(report(request(Output.Format.TEXT, Depth.LISTINGS, 9), IN_FLIGHT)).isZero();
    assertThat(out.toString())
        .contains("in flight user ann: differs: being done")
        .contains("(--attributes)")
        .endsWith("Equal, save for what is in flight (1).\n");
  }

  @Test
  void theProgramGetsALineForEachAndASummaryInTheEnd() throws IOException {
    report(request(Output.Format.JSON, Depth.BYTES, 0), OTHER, PARKED, IN_FLIGHT);

    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(4);
    JsonNode other = JSON.readTree(lines.get(0));
    assertThat(other.path("verdict").asText()).isEqualTo("differs");
    assertThat(other.path("key").asText()).isEqualTo("b\u001b[31m");
    assertThat(other.path("looks").asInt()).isEqualTo(7);
    assertThat(other.at("/aspects/0/destination").asText()).isEqualTo("2");
    assertThat(other.at("/aspects/1/destination").isNull()).isTrue();
    assertThat(JSON.readTree(lines.get(1)).path("seen").asText()).isEqualTo("missing");
    assertThat(JSON.readTree(lines.get(2)).path("user").asText()).isEqualTo("ann");
    JsonNode summary = JSON.readTree(lines.get(3));
    assertThat(summary.path("type").asText()).isEqualTo("summary");
    assertThat(summary.path("differences").asInt()).isEqualTo(2);
    assertThat(summary.at("/keys/parked").asInt()).isEqualTo(1);
    assertThat(summary.path("seed").asInt()).isEqualTo(17);
  }

  @Test
  void aFileThatCannotBeWrittenIsRefusedAtTheStart() {
    CheckRequest text = request(Output.Format.TEXT, Depth.LISTINGS, 0);
    CheckRequest request =
        new CheckRequest(
            text.config(),
            text.scope(),
            "",
            Duration.ZERO,
            text.output(),
            0,
            Optional.of(Path.of("/no/such/directory/file")),
            Repair.NONE);

    assertThatThrownBy(() -> report(request))
        .isInstanceOf(RouteRefused.class)
        .hasMessageContaining("--combined /no/such/directory/file");
  }
}
