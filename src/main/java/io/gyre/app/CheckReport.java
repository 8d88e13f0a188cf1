package io.gyre.app;

import io.gyre.check.Checked;
import io.gyre.check.Checked.Finding;
import io.gyre.check.Tally;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Tells the results of a comparison as they come, and sums them up. For one thread at a time. */
final class CheckReport implements AutoCloseable {
  private final CheckRequest request;
  private final Ends.Known ends;
  private final Clock clock;
  private final PrintWriter out;
  private final Instant begun;
  private final Tally tally = new Tally();
  private final List<Finding> first = new ArrayList<>();

  private CheckReport(CheckRequest request, Ends.Known ends, Clock clock, PrintWriter out) {
    this.request = request;
    this.ends = ends;
    this.clock = clock;
    this.out = out;
    this.begun = clock.instant();
  }

  static CheckReport open(CheckRequest request, Ends.Known ends, Clock clock, PrintWriter out) {
    return new CheckReport(request, ends, clock, out);
  }

  void add(Checked checked) {
    tally.add(checked);
    if (checked instanceof Finding finding && first.size() < request.named()) {
      first.add(finding);
    }
  }

  int end() {
    out.println(
        tally.keys()
            + " keys "
            + tally.versions()
            + " versions "
            + tally.differences()
            + " differences "
            + java.time.Duration.between(begun, clock.instant())
            + ends
            + first);
    return tally.differences() == 0 ? ExitCode.DONE : ExitCode.DIFFERENCES;
  }

  @Override
  public void close() {}
}
