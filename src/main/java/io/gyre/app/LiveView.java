package io.gyre.app;

import io.gyre.failure.GatewayException;
import io.gyre.ops.OpsServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.Scheduler;
import scala.concurrent.ExecutionContext;

/** What a terminal shows of a running route, every second, instead of a line every few seconds. */
final class LiveView implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Buckets that are asked for, among which the busiest are chosen. */
  private static final int ROWS = 100;

  private final OpsServer ops;
  private final Clock clock;
  private final LiveScreen screen;
  private final PrintStream plainErrors = System.err;
  private final AtomicBoolean drawing = new AtomicBoolean();
  private volatile Cancellable ticks = Cancellable.alreadyCancelled();

  private LiveView(OpsServer ops, Clock clock, PrintStream out) {
    this.ops = ops;
    this.clock = clock;
    this.screen = new LiveScreen(out);
  }

  /** On a terminal, unless programs read it or it is to be quiet; empty elsewhere. */
  static Optional<LiveView> where(
      Output output, Map<String, String> environment, OpsServer ops, Clock clock) {
    boolean wanted =
        output.format() == Output.Format.TEXT && output.verbosity() != Output.Verbosity.QUIET;
    boolean able = !environment.getOrDefault("TERM", "dumb").equals("dumb");
    return wanted && able && isTerminal(1)
        ? Optional.of(new LiveView(ops, clock, System.out))
        : Optional.empty();
  }

  /** Asked of the kernel: the JVM's own answer is another one from release to release. */
  private static boolean isTerminal(int descriptor) {
    try {
      String file = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false; // then it gets plain lines
    }
  }

  /**
   * Draws from now on, and has the log go by above, if that goes to a terminal, too.
   *
   * @param blocking for writing to the terminal, which may be stopped (Ctrl-S)
   */
  void start(Scheduler scheduler, ExecutionContext executor, Executor blocking) {
    if (isTerminal(2)) {
      System.setErr(screen.above());
    }
    ticks = scheduler.scheduleWithFixedDelay(PAUSE, PAUSE, () -> draw(blocking), executor);
  }

  /** One at a time, so that no more than one thread waits. */
  private void draw(Executor blocking) {
    if (drawing.compareAndSet(false, true)) {
      ops.glance(ROWS)
          .thenApply(view -> LiveLines.of(view, view.path("buckets"), clock.instant()))
          .exceptionally(LiveView::trouble)
          .thenAcceptAsync(
              lines -> {
                screen.show(lines);
                drawing.set(false);
              },
              blocking);
    }
  }

  private static List<String> trouble(Throwable failure) {
    return List.of(Plain.text("nothing to show: " + GatewayException.unwrap(failure)));
  }

  /** Leaves the terminal as it was. */
  @Override
  public void close() {
    ticks.cancel();
    screen.end();
    System.setErr(plainErrors);
  }
}
