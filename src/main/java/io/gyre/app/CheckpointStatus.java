package io.gyre.app;

import io.gyre.checkpoint.CheckpointSummary;
import io.gyre.checkpoint.CheckpointView;
import io.gyre.config.GyreConfig;
import io.gyre.config.ZoneConfig;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;

/** Prints the checkpoint that lies in the state directory. */
final class CheckpointStatus implements StatusReader {
  private final PrintStream out;
  private final Clock clock;

  CheckpointStatus(PrintStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  @Override
  public int print(StatusRequest request) {
    Path state = request.config().state();
    CheckpointSummary summary = read(state);
    Instant now = clock.instant();
    if (request.output().format() == Output.Format.JSON) {
      out.println(StatusJson.of(summary, state, now));
    } else {
      out.print(StatusText.of(summary, route(request.config()), now));
    }
    return summary.isComplete() ? ExitCode.DONE : ExitCode.DIFFERENCES;
  }

  private static String route(GyreConfig config) {
    return end(config.source()) + " -> " + end(config.destination().end());
  }

  private static String end(ZoneConfig zone) {
    String endpoint = zone.endpoints().get(0).toString();
    return zone.zone().map(name -> name + " (" + endpoint + ")").orElse(endpoint);
  }

  private static CheckpointSummary read(Path state) {
    try (CheckpointView view = CheckpointView.open(state)) {
      return view.summary();
    }
  }
}
