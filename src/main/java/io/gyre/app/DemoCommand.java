package io.gyre.app;

import io.gyre.app.demo.Demo;
import io.gyre.config.GyreConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
          + " users, buckets, every version, byte by byte. Takes some 10 s.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  gyre demo", "  gyre demo --short", "  gyre demo --keep-running"},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:both zones were equal", "1:they were not"})
final class DemoCommand implements Callable<Integer> {
  private static final long CLOSING_SECONDS = 60;

  @Option(
      names = "--keep-running",
      description = "Go on until Ctrl-C, and say where the zones are, to play with them.")
  private boolean keepRunning;

  @Option(names = "--short", description = "Write less; takes some 5 s.")
  private boolean brief;

  private static final String PAGE = "127.0.0.1:9180";

  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile boolean keeping;
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();

  @Override
  public Integer call()
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    Logs.configure(new Output(Output.Format.TEXT, Output.Verbosity.QUIET));
    Path directory = Files.createTempDirectory("gyre-demo-");
    Thread hook = new Thread(() -> end(directory), "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    PrintStream out = System.out;
    int code = ExitCode.BUG;
    try (Demo demo = new Demo(out, DemoCommand::route, brief, keepRunning ? PAGE : "none")) {
      boolean equal = demo.run(directory.resolve("state"), () -> keep(demo));
      code = equal ? ExitCode.DONE : ExitCode.DIFFERENCES;
    } finally {
      ended.complete(code);
      if (stop.getCount() > 0) {
        Runtime.getRuntime().removeShutdownHook(hook);
        remove(directory);
      }
    }
    return code;
  }

  private void keep(Demo demo) {
    if (!keepRunning) {
      return;
    }
    System.out.print(demo.endpoints());
    keeping = true;
    try {
      stop.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Amid the demo, the signal ends it at once. While it is kept running, being told to stop is not
   * an error, which is why the process must not end with the signal's code then.
   */
  private void end(Path directory) {
    stop.countDown();
    if (!keeping) {
      remove(directory);
      return;
    }
    int code = ExitCode.BUG;
    try {
      code = ended.get(CLOSING_SECONDS, TimeUnit.SECONDS);
      remove(directory);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      System.err.println("the demo could not be ended in order: " + e);
    } finally {
      Runtime.getRuntime().halt(code);
    }
  }

  private static void remove(Path directory) {
    try {
      Directories.remove(directory);
    } catch (IOException | UncheckedIOException e) {
      System.err.println(directory + " could not be removed, do it by hand: " + e);
    }
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
}
