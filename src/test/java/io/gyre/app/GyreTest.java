package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.checkpoint.CheckpointException;
import io.gyre.config.GyreConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

class GyreTest {
  private static final String CONFIG =
      """
      source: { endpoint: "http://a:8000", access-key: AK, secret-key: SK }
      destination: { endpoint: "http://b:8001", access-key: DK, secret-key: DS }
      """;

  @TempDir private Path directory;

  private final List<SyncRequest> synced = new ArrayList<>();
  private final List<StatusRequest> asked = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private SyncRunner runner = request -> ExitCode.DIFFERENCES;
  private String config = "";

  @BeforeEach
  void writeConfig() throws IOException {
    config = Files.writeString(directory.resolve("gyre.yaml"), CONFIG).toString();
  }

  @AfterEach
  void logAsBefore() throws JoranException {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    new ContextInitializer(context).autoConfig();
  }

  @Test
  void syncRunsForEverUnlessToldOtherwise() {
    assertThat(execute("sync", "--config", config)).isEqualTo(ExitCode.DIFFERENCES);

    assertThat(synced).hasSize(1);
    assertThat(synced.get(0).once()).isFalse();
    assertThat(synced.get(0).giveUpAfter()).isEmpty();
    assertThat(synced.get(0).output())
        .isEqualTo(new Output(Output.Format.TEXT, Output.Verbosity.NORMAL));
    assertThat(synced.get(0).config().source().accessKey()).isEqualTo("AK");
  }

  @Test
  void onceWaitsAMinuteForAnEndpointUnlessToldOtherwise() {
    execute("sync", "--config", config, "--once");
    execute("sync", "-c", config, "--once", "--give-up-after", "5m", "--json", "-q");
    execute("sync", "-c", config, "--give-up-after=250ms", "-v");

    assertThat(synced)
        .extracting(SyncRequest::giveUpAfter)
        .containsExactly(
            Optional.of(Duration.ofSeconds(60)),
            Optional.of(Duration.ofMinutes(5)),
            Optional.of(Duration.ofMillis(250)));
    assertThat(synced).extracting(SyncRequest::once).containsExactly(true, true, false);
    assertThat(synced.get(1).output())
        .isEqualTo(new Output(Output.Format.JSON, Output.Verbosity.QUIET));
    assertThat(synced.get(2).output().verbosity()).isEqualTo(Output.Verbosity.VERBOSE);
  }

  @Test
  void statusReadsTheStateOfTheConfiguration() {
    assertThat(execute("status", "--config", config, "--json")).isEqualTo(ExitCode.DONE);

    assertThat(asked).hasSize(1);
    assertThat(asked.get(0).config().state()).isEqualTo(Path.of("./state"));
    assertThat(asked.get(0).output().format()).isEqualTo(Output.Format.JSON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sink",
        "sync --onse",
        "sync --config %s extra",
        "sync --config %s -v -q",
        "sync --config %s --give-up-after 60",
        "sync --config /no/such/file",
        "status --once",
        "check --config %s --sample 0",
        "check --config %s --sample many",
        "check --config %s --bucket a/b/c",
        "check --config %s --patience 45",
        "check --config %s --json --combined -",
        "agent --sync-scope",
        "agent -v --quiet"
      })
  void wrongUsageIsExitCodeTwoAndNothingRuns(String arguments) {
    String line = arguments.formatted(config);

    int code = execute(line.isEmpty() ? new String[0] : line.split(" "));

    assertThat(code).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(synced).isEmpty();
    assertThat(asked).isEmpty();
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).isNotBlank();
  }

  @Test
  void aWrongConfigurationIsExplainedOnStandardError() throws IOException {
    Path wrong =
        Files.writeString(directory.resolve("wrong.yaml"), CONFIG + "limit: { log-page: 5 }\n");

    assertThat(execute("sync", "--config", wrong.toString())).isEqualTo(ExitCode.CONFIGURATION);

    assertThat(synced).isEmpty();
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .contains("1 problem. Nothing was touched.")
        .contains("limit  (" + wrong + ":3)")
        .contains("limits");
  }

  @Test
  void anEndpointThatRefusesIsExitCodeThree() {
    runner =
        request -> {
          throw new GatewayException(FailureClass.DENIED, "zone master-1 said 403", null);
        };

    assertThat(execute("sync", "--config", config)).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(err.toString()).isEqualToIgnoringNewLines("zone master-1 said 403");
  }

  @Test
  void aStateThatCannotBeUsedIsExitCodeTwo() {
    runner =
        request -> {
          throw new CompletionException(new CheckpointException("another process uses it", null));
        };

    assertThat(execute("sync", "--config", config)).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(err.toString()).isEqualToIgnoringNewLines("another process uses it");
  }

  @Test
  void aBugSaysSo() {
    runner =
        request -> {
          throw new IllegalStateException("marker went backwards");
        };

    assertThat(execute("sync", "--config", config)).isEqualTo(ExitCode.BUG);
    assertThat(err.toString()).contains("report this").contains("marker went backwards");
  }

  @Test
  void everyCommandExplainsItself() {
    assertThat(execute("--help")).isZero();
    for (String command : commandLine().getSubcommands().keySet()) {
      assertThat(out.toString()).contains(command);
      out.getBuffer().setLength(0);
      assertThat(execute(command, "--help")).isZero();
      assertThat(out.toString())
          .contains("Usage: gyre " + command)
          .contains("Examples:")
          .contains("Exit codes:");
      execute("--help");
    }
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void theVersionIsThatOfTheBuildAndOfJava() {
    assertThat(execute("--version")).isZero();

    assertThat(out.toString())
        .containsPattern("^gyre \\d+\\.\\d+\\.\\d+")
        .contains("Java " + System.getProperty("java.version"));
  }

  @Test
  void theAgentsFileRunsVerbatim() {
    assertThat(execute("agent", "-c", "conf/radosgw-agent.yaml")).isEqualTo(ExitCode.DIFFERENCES);

    assertThat(synced).hasSize(1);
    SyncRequest request = synced.get(0);
    assertThat(request.once()).isTrue();
    assertThat(request.giveUpAfter()).contains(Duration.ofSeconds(60));
    assertThat(request.config().source().endpoints()).hasToString("[http://localhost:8000]");
    assertThat(request.config().state().toString()).endsWith("localhost-8000-to-localhost-8001");
  }

  @Test
  void theAgentsFlagsWinOverItsFileAndMayBeShortened() {
    execute(
        "agent",
        "-c",
        "conf/radosgw-agent.yaml",
        "--sync-scope=incremental",
        "--source",
        "https://elsewhere",
        "--num-w",
        "4",
        "--state=s",
        "-q",
        "http://there:8080");

    GyreConfig merged = synced.get(0).config();
    assertThat(synced.get(0).once()).isFalse();
    assertThat(synced.get(0).giveUpAfter()).isEmpty();
    assertThat(synced.get(0).output().verbosity()).isEqualTo(Output.Verbosity.QUIET);
    assertThat(merged.source().endpoints()).hasToString("[https://elsewhere:443]");
    assertThat(merged.destination().endpoints()).hasToString("[http://there:8080]");
    assertThat(merged.state()).isEqualTo(Path.of("s"));
  }

  private int execute(String... arguments) {
    return commandLine().execute(arguments);
  }

  private CommandLine commandLine() {
    var wiring =
        new Wiring(
            request -> {
              synced.add(request);
              return runner.run(request);
            },
            request -> {
              asked.add(request);
              return ExitCode.DONE;
            },
            GyreTest::noRealm);
    return Gyre.commandLine(wiring, Map.of())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true));
  }

  private static Optional<JsonNode> noRealm(ZoneConfig zone) {
    return Optional.empty();
  }
}
