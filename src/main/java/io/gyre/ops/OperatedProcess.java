package io.gyre.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** The process as the server sees it; the program tells what happens, the server reads it. */
final class OperatedProcess {
  private final String version;
  private final Path state;
  private final Clock clock;
  private final Instant started;
  private volatile Stage stage = Stage.ASKING;
  private volatile Instant pulse;
  private volatile Optional<Views> views = Optional.empty();
  private volatile Optional<ObjectNode> diagnosis = Optional.empty();

  /**
   * @param state its state directory
   */
  OperatedProcess(String version, Path state, Clock clock) {
    this.version = version;
    this.state = state;
    this.clock = clock;
    this.started = clock.instant();
    this.pulse = started;
  }

  String version() {
    return version;
  }

  Path state() {
    return state;
  }

  Instant started() {
    return started;
  }

  Instant now() {
    return clock.instant();
  }

  Clock clock() {
    return clock;
  }

  Stage stage() {
    return stage;
  }

  void is(Stage now) {
    stage = now;
  }

  /** The threads of the replication have shown that they are alive. */
  void beats() {
    pulse = clock.instant();
  }

  /** When they did so last. */
  Instant pulse() {
    return pulse;
  }

  /** The running route; empty when none runs. */
  Optional<Views> views() {
    return views;
  }

  /**
   * The running route.
   *
   * @throws Refused while none runs
   */
  Views running() {
    return views.orElseThrow(() -> new Refused(503, "no route runs: " + stage.notReady()));
  }

  /** What doctor found last; empty before the first time. Nobody changes it. */
  Optional<ObjectNode> diagnosis() {
    return diagnosis;
  }

  void examined(ObjectNode found) {
    diagnosis = Optional.of(found);
  }

  void runs(Views route) {
    views = Optional.of(route);
    stage = Stage.RUNNING;
  }
}
