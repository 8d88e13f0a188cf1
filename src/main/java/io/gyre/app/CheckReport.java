package io.gyre.app;

import io.gyre.check.Checked;
import io.gyre.check.Checked.Finding;
import io.gyre.check.Tally;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the results of a comparison as they come, and sums them up. For one thread at a time. */
final class CheckReport implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckReport.class);

  /** How often the log says how far it is. */
  private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(10);

  private final CheckRequest request;
  private final Ends.Names ends;
  private final Clock clock;
  private final PrintWriter out;
  private final Optional<CombinedFile> combined;
  private final Instant begun;
  private final Tally tally = new Tally();
  private final List<Finding> first = new ArrayList<>();
  private Instant nextProgress;

  /**
   * @param out gets findings and summary; with {@code --combined -} nothing but the lines of that
   * @throws RouteRefused when the combined file cannot be made
   */
  CheckReport(CheckRequest request, Ends.Names ends, Clock clock, PrintWriter out) {
    this.request = request;
    this.ends = ends;
    this.clock = clock;
    this.out = out;
    this.combined = request.combined().map(file -> new CombinedFile(open(file, out)));
    this.begun = clock.instant();
    this.nextProgress = begun.plus(PROGRESS_INTERVAL);
  }

  private static Writer open(Path file, PrintWriter out) {
    try {
      return isStandardOutput(file) ? unclosed(out) : Files.newBufferedWriter(file);
    } catch (IOException e) {
      throw new RouteRefused(
          ExitCode.CONFIGURATION, "--combined " + file + " cannot be written: " + e);
    }
  }

  private static Writer unclosed(PrintWriter out) {
    return new FilterWriter(out) {
      @Override
      public void close() throws IOException {
        flush();
      }
    };
  }

  private static boolean isStandardOutput(Path file) {
    return file.toString().equals("-");
  }

  /** One more result. */
  void add(Checked checked) {
    tally.add(checked);
    combined.ifPresent(file -> file.add(checked));
    if (checked instanceof Finding finding) {
      add(finding);
    }
    if (clock.instant().isAfter(nextProgress)) {
      nextProgress = clock.instant().plus(PROGRESS_INTERVAL);
      LOG.info(
          "{} keys compared so far, {} differences",
          Plain.count(tally.keys()),
          Plain.count(tally.differences()));
    }
  }

  private void add(Finding finding) {
    if (request.output().format() == Output.Format.JSON) {
      out.println(CheckJson.of(finding));
    } else if (first.size() < request.named()) {
      first.add(finding);
    }
  }

  /** Sums up; gives the exit code. */
  int end() {
    Instant now = clock.instant();
    if (request.output().format() == Output.Format.JSON) {
      out.println(CheckJson.of(tally, request, ends, begun, now));
    } else if (request.combined().filter(CheckReport::isStandardOutput).isEmpty()) {
      out.print(CheckText.of(tally, first, request, ends, begun, now));
      out.flush();
    }
    return tally.differences() == 0 ? ExitCode.DONE : ExitCode.DIFFERENCES;
  }

  /** What differed and was being worked on. */
  long inFlight() {
    return tally.findings() - tally.differences();
  }

  @Override
  public void close() {
    combined.ifPresent(CombinedFile::close);
  }
}
