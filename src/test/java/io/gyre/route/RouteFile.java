package io.gyre.route;

import io.gyre.testing.TestZone;
import io.gyre.testing.ZonePair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configuration of a route between two test zones, as an operator would write it.
 *
 * @param lines YAML, one entry of the top level each
 */
record RouteFile(List<String> lines) {
  /** Relative to where the file is written. */
  private static final String STATE = "state: state";

  RouteFile {
    lines = List.copyOf(lines);
  }

  /** Between the zones of a pair, polled often. */
  static RouteFile between(ZonePair zones) {
    return between(zone(zones.source()), zone(zones.destination()));
  }

  /**
   * Between two ends, polled often.
   *
   * @param source as {@link #zone} writes it
   * @param destination as {@link #zone} writes it
   */
  static RouteFile between(String source, String destination) {
    String polling =
        (ZonePair.EMBEDDED
                ? "polling: { idle: 1s, busy: 200ms"
                : "polling: { idle: 3s, busy: 500ms")
            + ", sweep: 1h, metadata-full-interval: 2s, data-log-window: "
            + ZonePair.DATA_LOG_WINDOW_SECONDS
            + "s }";
    return new RouteFile(
        List.of(
            "source: " + source,
            "destination: " + destination,
            polling,
            "timeouts: { lease: 10s }",
            "ops: { listen: none }",
            STATE));
  }

  /** One end at its own endpoint, with more keys if need be: {@code "signature: v2"}. */
  static String zone(TestZone zone, String... more) {
    return zone(zone, List.of(zone.endpoint().toString()), more);
  }

  /** One end at these endpoints. */
  static String zone(TestZone zone, List<String> endpoints, String... more) {
    String keys =
        Stream.concat(
                Stream.of(
                    "endpoint: "
                        + endpoints.stream().collect(Collectors.joining("\", \"", "[\"", "\"]")),
                    "access-key: \"" + zone.accessKey() + "\"",
                    "secret-key: \"" + zone.secretKey() + "\"",
                    "zone: \"" + zone.name() + "\""),
                Stream.of(more))
            .collect(Collectors.joining(", "));
    return "{ " + keys + " }";
  }

  /** Only the buckets that match. */
  RouteFile buckets(String glob) {
    return with("select: { buckets: { include: [\"" + glob + "\"] } }");
  }

  RouteFile with(String line) {
    List<String> all = new ArrayList<>(lines);
    all.add(line);
    return new RouteFile(all);
  }

  /** Writes it where {@link GyreProcess} looks for it. */
  Path writeTo(Path directory) {
    try {
      String state = "state: \"" + directory.resolve("state") + "\"";
      return Files.write(
          directory.resolve("gyre.yaml"),
          lines.stream().map(line -> line.equals(STATE) ? state : line).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
