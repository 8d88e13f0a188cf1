package io.gyre.app;

import io.gyre.config.GyreConfig;
import io.gyre.doctor.Diagnosis;
import io.gyre.doctor.Level;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says whether both ends and this host are set up for the route of a configuration. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Says whether both zones are set up to be replicated, and what mends what is not.",
    description = {
      "%nAsks the source, the destination and this host, point by point, and prints one line for each: OK, WARN"
          + " (it works, but you should know) or FAIL (it does not work, or loses changes), and below it the"
          + " commands that mend it. Those of radosgw-admin and ceph are for a host of that end's cluster.%n",
      "It only reads, is done in seconds, and may run beside 'sync'. Run it before the first 'sync', after every"
          + " change of zones, realms or gateways, and when replication does not do what you expect.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gyre doctor --config gyre.yaml",
      "  gyre doctor --config gyre.yaml --json | jq -r '.findings[] | select(.level == \"FAIL\") | .fix[]'",
      "      the commands to run, and nothing else",
      "  gyre doctor --config gyre.yaml >/dev/null || echo 'not ready'"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing to mend; there may be warnings",
      "1:something has to be mended (FAIL)",
      "2:wrong usage or configuration",
      "3:an endpoint could not be reached, or refused the credentials"
    })
final class DoctorCommand implements Callable<Integer> {
  private final Map<String, String> environment;
  private final Clock clock;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--json",
      description = {
        "Print one JSON object, for programs. Its findings have end (source, destination, here), check, level,"
            + " message, and fix: a list of shell lines, words behind #."
      })
  private boolean json;

  DoctorCommand(Map<String, String> environment, Clock clock) {
    this.environment = environment;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    GyreConfig loaded = config.load(environment);
    Logs.configure(
        new Output(json ? Output.Format.JSON : Output.Format.TEXT, Output.Verbosity.QUIET));
    Diagnosis diagnosis = new Doctor(loaded, clock).examine();
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (json) {
      out.println(DoctorJson.of(diagnosis, clock.instant()));
    } else {
      out.print(DoctorText.of(diagnosis));
      out.flush();
    }
    return exitCode(diagnosis);
  }

  static int exitCode(Diagnosis diagnosis) {
    if (diagnosis.refused()) {
      return ExitCode.UNREACHABLE;
    }
    return diagnosis.count(Level.FAIL) == 0 ? ExitCode.DONE : ExitCode.DIFFERENCES;
  }
}
