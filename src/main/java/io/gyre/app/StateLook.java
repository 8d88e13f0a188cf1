package io.gyre.app;

import io.gyre.checkpoint.CheckpointException;
import io.gyre.checkpoint.CheckpointView;
import io.gyre.checkpoint.RouteIdentity;
import io.gyre.doctor.StateFacts;
import io.gyre.doctor.StateProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Looks at a state directory without touching it. */
final class StateLook {
  private StateLook() {}

  static StateFacts at(Path configured) {
    Path directory = configured.toAbsolutePath().normalize();
    boolean exists = Files.exists(directory);
    Path nearest = nearestThere(directory);
    boolean writable = Files.isDirectory(nearest) && Files.isWritable(nearest);
    long free = freeBytes(nearest);
    Optional<RouteIdentity> route = Optional.empty();
    OptionalLong process = OptionalLong.empty();
    Optional<StateProblem> problem = Optional.empty();
    try {
      Optional<CheckpointView> found = exists ? CheckpointView.find(directory) : Optional.empty();
      if (found.isPresent()) {
        try (CheckpointView view = found.get()) {
          route = Optional.of(view.route());
          process = view.process();
        }
      }
    } catch (CheckpointException unusable) {
      problem = Optional.of(StateProblem.of(unusable));
    }
    return new StateFacts(directory, exists, writable, free, process, route, problem);
  }

  /** Where the directory is, or would be made. */
  private static Path nearestThere(Path directory) {
    Path nearest = directory;
    while (!Files.exists(nearest)) {
      Path parent = nearest.getParent();
      if (parent == null) {
        return nearest;
      }
      nearest = parent;
    }
    return nearest;
  }

  /** What this user may still write; 0 where that cannot be told. */
  private static long freeBytes(Path there) {
    try {
      return Files.getFileStore(there).getUsableSpace();
    } catch (IOException e) {
      return 0;
    }
  }
}
