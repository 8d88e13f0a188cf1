package io.gyre.app;

import io.gyre.app.demo.Demo;
import io.gyre.config.GyreConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows Gyre at work without Ceph, a network, or a configuration. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Shows Gyre at work between two small zones of its own; needs nothing.",
    description = {
      "%nStarts two zones in this process, lets users write to the one, replicates, and compares both in the end:"
          + " users, buckets, every version, byte by byte. Takes some 20 s.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  gyre demo", "  gyre demo --keep-running"},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:both zones were equal", "1:they were not"})
final class DemoCommand implements Callable<Integer> {
  private static final long CLOSING_SECONDS = 20;

  @Option(
      names = "--keep-running",
      description = "Go on until Ctrl-C, and say where the zones are, to play with them.")
  private boolean keepRunning;

  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  @Override
  public Integer call()
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    Logs.configure(new Output(Output.Format.TEXT, Output.Verbosity.QUIET));
    PrintStream out = System.out;
    Path directory = Files.createTempDirectory("gyre-demo-");
    try (Demo demo = new Demo(out, DemoCommand::route)) {
      boolean equal = demo.run(directory.resolve("state"), () -> keep(demo, out));
      return equal ? ExitCode.DONE : ExitCode.DIFFERENCES;
    } finally {
      remove(directory);
      closed.countDown();
    }
  }

  private void keep(Demo demo, PrintStream out) {
    if (!keepRunning) {
      return;
    }
    out.print(demo.endpoints());
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "stop"));
    try {
      stop.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Told to stop is not an error, which is why the process must not end with the signal's code. */
  private void end() {
    stop.countDown();
    boolean inOrder = false;
    try {
      inOrder = closed.await(CLOSING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(inOrder ? ExitCode.DONE : ExitCode.BUG);
  }

  private static Demo.Route route(GyreConfig config) {
    Output output = new Output(Output.Format.TEXT, Output.Verbosity.NORMAL);
    Replication replication =
        new Replication(new SyncRequest(config, false, Optional.empty(), output));
    return new Demo.Route() {
      @Override
      public CompletionStage<Integer> run() {
        return replication.run();
      }

      @Override
      public CompletionStage<Integer> stop() {
        return replication.stop();
      }
    };
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> below = Files.walk(directory)) {
      List<Path> deepestFirst = below.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    }
  }
}
