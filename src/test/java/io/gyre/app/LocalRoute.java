package io.gyre.app;

import static java.util.stream.Collectors.joining;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gyre.config.ConfigLoader;
import io.gyre.config.GyreConfig;
import io.gyre.testing.S3User;
import io.gyre.testing.TestZone;
import io.gyre.testing.ZonePair;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** A route between two test zones whose commands are run in this process: no JVM is started. */
final class LocalRoute {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final ZonePair zones;
  private final Path directory;
  private final Path file;
  private String destination;
  private String state = "state";
  private List<String> keys = List.of();

  LocalRoute(ZonePair zones, Path directory) {
    this.zones = zones;
    this.directory = directory;
    this.file = directory.resolve("gyre.yaml");
    this.destination = end(zones.destination());
  }

  /**
   * What a command did.
   *
   * @param lines of JSON that it printed
   * @param text all that it printed, for messages
   */
  record Ran(int code, List<JsonNode> lines, String text) {
    /** What {@code check} named, as {@code verdict bucket/key}. */
    List<String> found() {
      return lines.stream()
          .filter(line -> line.path("type").asText().equals("finding"))
          .map(
              line ->
                  line.path("verdict").asText()
                      + " "
                      + line.path("bucket").asText()
                      + (line.hasNonNull("key") ? "/" + line.path("key").asText() : ""))
          .toList();
    }
  }

  /**
   * The same to a store: what an account of the destination may do, who keeps the lease there.
   *
   * @param more keys of the destination
   */
  LocalRoute toStore(S3User account, String leaseBucket, String... more) {
    destination =
        end(zones.destination().endpoint(), account.accessKey(), account.secretKey())
            .replace("{ ", "{ type: s3, preset: ceph, lease-bucket: " + leaseBucket + ", ")
            .replace(" }", Stream.of(more).map(key -> ", " + key).collect(joining()) + " }");
    return this;
  }

  /** Writes the configuration: the ends, and these keys. */
  LocalRoute with(String... keys) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("source: " + end(zones.source()));
    lines.add("destination: " + destination);
    lines.add("state: \"" + directory.resolve(state) + "\"");
    lines.add(
        "polling: { idle: 2s, busy: 500ms, data-log-window: "
            + ZonePair.DATA_LOG_WINDOW_SECONDS
            + "s }");
    lines.add("retry: { attempts: 2 }");
    lines.add("ops: { listen: none }");
    this.keys = List.of(keys);
    lines.addAll(this.keys);
    Files.write(file, lines);
    return this;
  }

  /** The same configuration with a state of its own, in a directory of this name. */
  LocalRoute withState(String name) throws IOException {
    state = name;
    return with(keys.toArray(String[]::new));
  }

  private static String end(TestZone zone) {
    return end(zone.endpoint(), zone.accessKey(), zone.secretKey());
  }

  private static String end(URI endpoint, String accessKey, String secretKey) {
    return "{ endpoint: \"%s\", access-key: \"%s\", secret-key: \"%s\" }"
        .formatted(endpoint, accessKey, secretKey);
  }

  GyreConfig config() {
    return new ConfigLoader(Map.of()).load(file);
  }

  /** Replicates until all changes up to now have an outcome; the exit code. */
  int syncOnce() {
    return syncOnce(false);
  }

  /** The same, after everything has been compared anew. */
  int rescan() {
    return syncOnce(true);
  }

  private int syncOnce(boolean rescan) {
    Output output = new Output(Output.Format.TEXT, Output.Verbosity.QUIET);
    SyncRequest request = new SyncRequest(config(), true, Optional.of(PATIENCE), output, rescan);
    return new Replication(request).run().toCompletableFuture().join();
  }

  /** Compares, without patience. */
  Ran check(String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of("--json", "--patience", "1s"));
    all.addAll(List.of(options));
    return run("check", all.toArray(String[]::new));
  }

  /** Runs a command of this configuration. */
  Ran run(String command, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
    arguments.addAll(List.of("--config", file.toString()));
    arguments.addAll(List.of(options));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Gyre.commandLine(Wiring.real(), Map.of())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments.toArray(String[]::new));
    List<JsonNode> lines = new ArrayList<>();
    for (String line : out.toString().lines().toList()) {
      if (line.startsWith("{")) {
        lines.add(JSON.readTree(line));
      }
    }
    return new Ran(code, lines, out + "\n" + err);
  }

  /** Commands set up their own logging. */
  static void logAsBefore() throws JoranException {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    new ContextInitializer(context).autoConfig();
  }
}
