package io.gyre.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.checkpoint.CheckpointSummary;
import io.gyre.checkpoint.CheckpointView;
import io.gyre.config.GyreConfig;
import io.gyre.config.ZoneConfig;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Prints the checkpoint that lies in the state directory. */
final class CheckpointStatus implements StatusReader {
  private final PrintStream out;
  private final Clock clock;
  private final Function<GyreConfig, Optional<JsonNode>> live;

  /**
   * @param live what the running process says of itself
   */
  CheckpointStatus(PrintStream out, Clock clock, Function<GyreConfig, Optional<JsonNode>> live) {
    this.out = out;
    this.clock = clock;
    this.live = live;
  }

  @Override
  public int print(StatusRequest request) {
    Path state = request.config().state();
    CheckpointSummary summary = read(state);
    Optional<JsonNode> running =
        summary.process().isPresent() ? live.apply(request.config()) : Optional.empty();
    Instant now = clock.instant();
    if (request.output().format() == Output.Format.JSON) {
      out.println(StatusJson.of(summary, state, running, now));
    } else {
      out.print(StatusText.of(summary, route(request.config()), running, now));
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
