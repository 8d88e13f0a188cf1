package io.gyre.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.check.Depth;
import io.gyre.check.Sample;
import io.gyre.config.GyreConfig;
import io.gyre.doctor.CutoverSteps;
import io.gyre.doctor.Level;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says whether the destination of a configuration can take its source's place, and how. */
@Command(
    name = "cutover",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Says whether the destination can take the source's place, and prints the commands.",
    description = {
      "%nRuns 'doctor' and 'check', looks at what 'status' shows, and watches the source's logs for two data log windows (a minute): is"
          + " the source read-only, or at least quiet; is the lag zero; is nothing parked or refused; is everything"
          + " equal? One line for each point, OK, WARN or FAIL, as of 'doctor'.%n",
      "Then it prints the commands that are next, and those of the way back. It gives none of them itself: it only reads,"
          + " and may run beside 'sync'.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gyre cutover --config gyre.yaml",
      "  gyre cutover --config gyre.yaml --json | jq -r '.next[]'"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it can, there may be warnings",
      "1:not yet: something has to be mended or waited for (FAIL)",
      "2:wrong usage or configuration",
      "3:an endpoint could not be reached, or refused the credentials"
    })
final class CutoverCommand implements Callable<Integer> {
  private static final int NAMED = 4;

  private final Map<String, String> environment;
  private final Clock clock;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--attributes",
      description = "Compare owners, ACLs, tags, metadata and locks, too, as 'check' does.")
  private boolean attributes;

  @Option(
      names = "--patience",
      paramLabel = "TIME",
      defaultValue = "45s",
      description =
          "How long something that differs is looked at again. Default: ${DEFAULT-VALUE}.")
  private Duration patience = Duration.ZERO;

  @Option(
      names = "--json",
      description = {
        "Print one JSON object, for programs: that of 'doctor --json', and next and back, lists of shell lines."
      })
  private boolean json;

  CutoverCommand(Map<String, String> environment, Clock clock) {
    this.environment = environment;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    GyreConfig loaded = config.load(environment);
    Logs.configure(
        new Output(json ? Output.Format.JSON : Output.Format.TEXT, Output.Verbosity.QUIET));
    CheckRequest request =
        new CheckRequest(
            loaded,
            CheckScopes.all(loaded, attributes ? Depth.ATTRIBUTES : Depth.LISTINGS, Sample.ALL),
            "",
            patience,
            new Output(Output.Format.TEXT, Output.Verbosity.QUIET),
            NAMED,
            Optional.empty(),
            Repair.NONE);
    Cutover.Report report = new Cutover(request, config.asArgument(), clock).examine();
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.print(json ? json(report) : text(report));
    out.flush();
    return DoctorCommand.exitCode(report.diagnosis());
  }

  private String json(Cutover.Report report) {
    ObjectNode found = DoctorJson.of(report.diagnosis(), clock.instant());
    list(found.putArray("next"), report.steps().map(CutoverSteps::next));
    list(found.putArray("back"), report.steps().map(CutoverSteps::back));
    return found + System.lineSeparator();
  }

  private static void list(ArrayNode json, Optional<List<String>> lines) {
    lines.ifPresent(all -> all.forEach(json::add));
  }

  private static String text(Cutover.Report report) {
    StringBuilder text = new StringBuilder(DoctorText.of(report.diagnosis()));
    report
        .steps()
        .ifPresent(
            steps -> {
              boolean ready = report.diagnosis().count(Level.FAIL) == 0;
              lines(text, ready ? "Next" : "Next, once nothing FAILs", steps.next());
              lines(text, "The way back", steps.back());
            });
    return text.toString();
  }

  private static void lines(StringBuilder text, String title, List<String> lines) {
    text.append(String.format("%n%s:%n", title));
    lines.forEach(
        line -> text.append("  ").append(Plain.text(line)).append(System.lineSeparator()));
  }
}
