package io.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What under conf/ is for the host that runs it (alerts, their runbook, the dashboard, the unit),
 * and the bench's own tests.
 */
class OperatingFilesTest {
  private static final Path ALERTS = Path.of("conf/prometheus-alerts.yaml");
  private static final Path DASHBOARD = Path.of("conf/grafana-dashboard.json");
  private static final Pattern METRIC = Pattern.compile("\\bgyre_[a-z_]+");
  private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check rules conf/prometheus-alerts.yaml",
        "test rules conf/prometheus-alerts-test.yaml"
      })
  void promtoolTakesTheAlerts(String arguments) throws Exception {
    boolean required = System.getProperty("clients", "auto").equals("required");
    assumeTrue(required || installed("promtool"), "promtool is not installed (Debian: prometheus)");
    assertSucceeds("promtool " + arguments);
  }

  @Test
  void systemdTakesTheUnit() throws Exception {
    assumeTrue(installed("systemd-analyze"), "systemd is not installed");
    assertSucceeds("systemd-analyze verify conf/gyre.service");
  }

  @Test
  void theBenchReadsLogsAndReportsRight() throws Exception {
    assumeTrue(installed("python3"), "python3 is not installed");
    assertSucceeds("python3 -B -m unittest discover -s bench -t bench");
  }

  @Test
  void everyAlertHasItsPlaceInTheRunbook() throws IOException {
    String alerts = Files.readString(ALERTS);
    String readme = Files.readString(Path.of("README.md"));
    Set<String> names =
        ALERT
            .matcher(alerts)
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(names).hasSize(12);
    for (String name : names) {
      assertThat(readme).contains("\n### " + name + "\n");
      assertThat(alerts).contains("README.md#" + name.toLowerCase(Locale.ROOT) + "\"");
      assertThat(Files.readString(Path.of("conf/prometheus-alerts-test.yaml")))
          .as("a test in which it fires")
          .containsPattern("alertname: " + name + "\\n +exp_alerts");
    }
  }

  @Test
  void onlyMetricsThatExistAreAskedFor() throws IOException {
    String readme =
        Files.readString(Path.of("README.md"))
            .lines()
            .filter(line -> line.startsWith("| `gyre_"))
            .collect(Collectors.joining());
    Set<String> known = metrics(readme);

    assertThat(known).contains("gyre_lag_seconds");
    assertThat(known).containsAll(metrics(Files.readString(ALERTS)));
    assertThat(known).containsAll(metrics(Files.readString(DASHBOARD)));
  }

  @Test
  void theDashboardIsOneOfGrafanas() throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
    assertThat(dashboard.path("title").asText()).isEqualTo("Gyre");
    assertThat(dashboard.path("panels")).hasSizeGreaterThan(10);
    dashboard
        .path("panels")
        .forEach(panel -> assertThat(panel.at("/targets/0/expr").asText()).isNotBlank());
  }

  @Test
  void whatTheUnitAndTheImageStartIsThere() throws IOException {
    for (String file : new String[] {"conf/gyre.service", "conf/Dockerfile"}) {
      assertThat(Files.readString(Path.of(file))).contains("gyre.jvm", "gyre.jar", "sync");
    }
    assertThat(Path.of("conf/gyre.jvm")).exists();
  }

  private static Set<String> metrics(String text) {
    return METRIC
        .matcher(text)
        .results()
        .map(found -> found.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean installed(String program) {
    return Pattern.compile(File.pathSeparator)
        .splitAsStream(System.getenv().getOrDefault("PATH", ""))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  private void assertSucceeds(String command) throws IOException, InterruptedException {
    Path said = directory.resolve("said");
    Process process =
        new ProcessBuilder(command.split(" "))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(said)).isZero();
  }
}
