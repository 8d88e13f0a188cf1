package io.gyre.app;

import io.gyre.check.Depth;
import io.gyre.check.Outlook;
import io.gyre.check.Sample;
import io.gyre.check.Scope;
import io.gyre.config.GyreConfig;
import io.gyre.metadata.Preflight;
import io.gyre.metadata.PreflightFacts;
import io.gyre.rgw.RgwMetadataStore;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Optional;
import org.apache.pekko.stream.ActorAttributes;
import org.apache.pekko.stream.javadsl.Sink;

/**
 * Says what a first copy, or a comparison of everything, would do, on the thread of the command.
 * Nothing is written: neither end lets a write through, and the state directory is not opened.
 */
final class DryRun {
  private final GyreConfig config;
  private final Output output;
  private final Clock clock;
  private final PrintWriter out;
  private final ComparedEnds zones;

  DryRun(GyreConfig config, Output output, Clock clock, PrintWriter out) {
    this.config = config;
    this.output = output;
    this.clock = clock;
    this.out = out;
    this.zones = new ComparedEnds("dry-run", config, clock);
  }

  /** Looks, tells, and gives the exit code. */
  int run() {
    try {
      Ends.Known ends = zones.identify();
      PreflightFacts facts = preflight(ends);
      DryRunReport report =
          new DryRunReport(out, output.format() == Output.Format.JSON, facts.collisions());
      PreflightReport.of(facts).warnings().forEach(report::warn);
      outlook(ends)
          .seen()
          .runWith(
              Sink.<Outlook.Seen>foreach(report::add)
                  .withAttributes(ActorAttributes.dispatcher(zones.blocking())),
              zones.materializer())
          .toCompletableFuture()
          .join();
      return report.end();
    } finally {
      zones.close();
    }
  }

  private PreflightFacts preflight(Ends.Known ends) {
    return new Preflight(
            new RgwMetadataStore(zones.source()),
            zones.destination(),
            Optional.empty(),
            ends.destination(),
            RouteAssembly.selection(config),
            zones.materializer())
        .run()
        .toCompletableFuture()
        .join();
  }

  private Outlook outlook(Ends.Known ends) {
    Scope scope = CheckScopes.all(config, Depth.LISTINGS, Sample.ALL);
    return new Outlook(
        zones.viewOfSource(""),
        zones.viewOfDestination(""),
        ends.destination().placements(),
        zones.allowed(ends),
        scope,
        zones.gate(),
        clock,
        zones.materializer());
  }
}
