package io.gyre.app.demo;

import io.gyre.config.ConfigLoader;
import io.gyre.config.GyreConfig;
import io.gyre.embedded.EmbeddedSettings;
import io.gyre.embedded.EmbeddedZone;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Two zones, users who write to one of them, and a replicator between them, all in this process;
 * then a comparison. Runs on the thread of the command, which may block.
 */
public final class Demo implements AutoCloseable {
  private static final int STEPS_BEFORE = 150;
  private static final int STEPS_LIVE = 300;
  private static final int STEPS_LIVE_BRIEF = 20;
  private static final Duration PAUSE = Duration.ofMillis(25);
  private static final Duration WINDOW = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LOOK_MILLIS = 200;

  private final PrintStream out;
  private final Function<GyreConfig, Route> routes;
  private final EmbeddedZone source = start("master-1");
  private final EmbeddedZone destination = start("slave-1");
  private final Scene scene = new Scene(source);
  private final int stepsLive;
  private final String listen;

  /**
   * Starts both zones.
   *
   * @param routes makes a route that is not running yet
   * @param brief whether the users write for a moment only
   * @param listen where the page in the browser is served, or {@code none}
   */
  public Demo(PrintStream out, Function<GyreConfig, Route> routes, boolean brief, String listen) {
    this.out = out;
    this.stepsLive = brief ? STEPS_LIVE_BRIEF : STEPS_LIVE;
    this.listen = listen;
    this.routes = routes;
  }

  /** The replicator between both zones. Stages complete with the exit code, once it has ended. */
  public interface Route {
    /** Replicates until it is told to stop. */
    CompletionStage<Integer> run();

    /** Ends it in order. */
    CompletionStage<Integer> stop();
  }

  private static EmbeddedZone start(String name) {
    return EmbeddedZone.start(EmbeddedSettings.named(name).withWindow(WINDOW));
  }

  /**
   * Shows everything once.
   *
   * @param state an empty directory for the replicator's checkpoint
   * @param before what is done between the comparison and the end of the replicator
   * @return whether both zones were equal in the end
   */
  public boolean run(Path state, Runnable before)
      throws InterruptedException, ExecutionException, TimeoutException {
    out.println("Two zones in this process; nothing leaves this machine.");
    out.println("  source       " + source.endpoint() + "   zone " + source.settings().name());
    out.println(
        "  destination  " + destination.endpoint() + "   zone " + destination.settings().name());
    await(scene.open());
    await(Writer.all(scene.writers(), STEPS_BEFORE, Duration.ZERO));
    out.println();
    out.println("1. Two users have made two buckets (one keeps versions) and written to them:");
    out.println("   " + written());
    out.println();
    out.println("2. Gyre starts: everything first, then every change. Meanwhile the users go on.");
    Route route = routes.apply(config(state));
    CompletableFuture<Integer> running = route.run().toCompletableFuture();
    try {
      await(live());
      boolean equal = compare(running);
      before.run();
      return equal;
    } finally {
      await(route.stop().toCompletableFuture());
    }
  }

  private CompletableFuture<Void> live() {
    return CompletableFuture.allOf(
        Writer.all(scene.writers(), stepsLive, PAUSE),
        scene.writers().get(0).uploadInParts("a film"),
        scene.writers().get(2).uploadInParts("a scan"));
  }

  private String written() {
    Written written = scene.written();
    return "%,d objects (%,d KiB), %,d uploads in parts, %,d deletes"
        .formatted(
            written.objects.sum(),
            written.bytes.sum() >> 10,
            written.uploads.sum(),
            written.deletes.sum());
  }

  /** Compares again and again until both are equal, which is when nothing lags any more. */
  private boolean compare(CompletableFuture<Integer> running)
      throws InterruptedException, ExecutionException {
    out.println();
    out.println("3. The users have stopped. All in all they wrote:");
    out.println("   " + written());
    long start = System.nanoTime();
    Comparison.Result result = Comparison.of(source.zone(), destination.zone());
    while (!result.equal() && !running.isDone() && elapsed(start).compareTo(PATIENCE) < 0) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      result = Comparison.of(source.zone(), destination.zone());
    }
    if (running.isDone()) {
      out.println("   Gyre has ended by itself, with exit code " + running.get());
    }
    report(result, elapsed(start));
    return result.equal();
  }

  private void report(Comparison.Result result, Duration took) {
    double seconds = took.toMillis() / 1000.0;
    out.println();
    out.printf(
        "4. Both zones compared: %,d users, %,d buckets, %,d versions, %,d KiB byte by byte.%n",
        result.users(), result.buckets(), result.versions(), result.bytes() >> 10);
    if (result.equal()) {
      out.printf("   They are equal, %.1f s after the last write.%n", seconds);
    } else {
      out.printf("   They still differ %.1f s after the last write:%n", seconds);
      result.differences().forEach(difference -> out.println("   - " + difference));
    }
  }

  /** Where the zones are, for people who want to play with them. */
  public String endpoints() {
    return """

        Both zones and the replicator go on until you press Ctrl-C. To play with them:
          export AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY='%s'
          rclone lsl ':s3,provider=Ceph,env_auth,endpoint="%s":photos/2026'   # the source
          rclone lsl ':s3,provider=Ceph,env_auth,endpoint="%s":photos/2026'   # the copy
          echo hello | rclone rcat ':s3,provider=Ceph,env_auth,endpoint="%s":photos/hello'
        In a browser: http://%s/ (unless a warning above says that the port is taken)
        """
        .formatted(
            source.key().id(),
            source.key().secret(),
            source.endpoint(),
            destination.endpoint(),
            source.endpoint(),
            listen);
  }

  private GyreConfig config(Path state) {
    return new ConfigLoader(Map.of())
        .parse(
            """
            source: { endpoint: "%s", access-key: "%s", secret-key: "%s" }
            destination: { endpoint: "%s", access-key: "%s", secret-key: "%s" }
            state: "%s"
            polling: { idle: 1s, data-log-window: %ds }
            ops: { listen: "%s" }
            """
                .formatted(
                    source.endpoint(),
                    source.key().id(),
                    source.key().secret(),
                    destination.endpoint(),
                    destination.key().id(),
                    destination.key().secret(),
                    state,
                    WINDOW.toSeconds(),
                    listen),
            "the demo's configuration");
  }

  private static Duration elapsed(long startNanos) {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  private static <T> T await(CompletableFuture<T> stage)
      throws InterruptedException, ExecutionException, TimeoutException {
    return stage.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    scene.close();
    source.close();
    destination.close();
  }
}
