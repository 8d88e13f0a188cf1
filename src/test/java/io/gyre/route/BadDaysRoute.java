package io.gyre.route;

import io.gyre.testing.TestZone;
import io.gyre.testing.ZonePair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The configuration of a route for bad days: it waits less and tries more often than by default.
 *
 * @param directory of the file and of the state
 * @param buckets glob of the buckets to replicate
 */
record BadDaysRoute(Path directory, End source, End destination, String buckets) {

  /** One end of the route. */
  record End(List<URI> endpoints, String accessKey, String secretKey, String zone) {
    static End of(TestZone zone, URI... endpoints) {
      List<URI> all = endpoints.length == 0 ? List.of(zone.endpoint()) : List.of(endpoints);
      return new End(all, zone.accessKey(), zone.secretKey(), zone.name());
    }

    End withSecretKey(String secret) {
      return new End(endpoints, accessKey, secret, zone);
    }

    End withZone(String name) {
      return new End(endpoints, accessKey, secretKey, name);
    }

    private String yaml() {
      String list =
          endpoints.stream().map(uri -> "\"" + uri + "\"").collect(Collectors.joining(", "));
      return String.format(
          "{ endpoint: [%s], access-key: \"%s\", secret-key: \"%s\", zone: \"%s\" }",
          list, accessKey, secretKey, zone);
    }
  }

  /** The same route from another host, as far as the destination can tell. */
  BadDaysRoute withStateBelow(Path other) {
    return new BadDaysRoute(other, source, destination, buckets);
  }

  Path state() {
    return directory.resolve("state");
  }

  /** Writes it; the file's path. */
  Path write() {
    try {
      Files.createDirectories(directory);
      return Files.writeString(
          directory.resolve("gyre.yaml"),
          String.join(
              "\n",
              "source: " + source.yaml(),
              "destination: " + destination.yaml(),
              "state: " + state(),
              "select: { buckets: { include: [\"" + buckets + "\"] } }",
              "polling: { idle: 2s, busy: 500ms, bucket-max: 1s, data-log-window: "
                  + ZonePair.DATA_LOG_WINDOW_SECONDS
                  + "s }",
              "limits: { objects-in-flight: 16 }",
              "ops: { listen: none }",
              "timeouts: { read: 3s, call: 4s, lease: 10s, drain: 5s }",
              "retry: { initial: 50ms, max: 1s, attempts: 20, parked-retry-min: 1m,"
                  + " unknown-settle: 10s }",
              ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
