package io.gyre.config.agent;

import io.gyre.config.Endpoint;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the state of a route is kept when its configuration does not say: {@code
 * <base>/<source>-to-<destination>}, each end named by the host and port of its first endpoint, so
 * that the same route finds its state again.
 *
 * @param base {@code /var/lib/gyre} for root, else {@code $XDG_STATE_HOME/gyre}, else {@code
 *     ~/.local/state/gyre}
 */
public record StateDirectories(Path base) {

  /** Of the user whose process this is. */
  public static StateDirectories of(Map<String, String> environment, String user, String home) {
    if (user.equals("root")) {
      return new StateDirectories(Path.of("/var/lib/gyre"));
    }
    Path state =
        Optional.ofNullable(environment.get("XDG_STATE_HOME"))
            .filter(given -> given.startsWith("/"))
            .map(Path::of)
            .orElseGet(() -> Path.of(home, ".local", "state"));
    return new StateDirectories(state.resolve("gyre"));
  }

  Path of(Endpoint source, Endpoint destination) {
    return base.resolve(name(source) + "-to-" + name(destination));
  }

  private static String name(Endpoint endpoint) {
    // An IPv6 address has brackets and colons, which other programs trip over in a file name.
    String host = endpoint.host().replaceAll("[\\[\\]]", "").replaceAll("[^A-Za-z0-9._-]", "_");
    return host + "-" + endpoint.port();
  }
}
