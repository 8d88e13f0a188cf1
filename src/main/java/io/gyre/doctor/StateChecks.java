package io.gyre.doctor;

import io.gyre.checkpoint.CheckpointException;
import io.gyre.checkpoint.RouteIdentity;
import io.gyre.metadata.ZoneFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the state directory can be used, and by this route. */
final class StateChecks {
  private static final long GIB = 1L << 30;
  private static final long MIB = 1L << 20;

  /** Enough for the checkpoint of some millions of parked entries; the journal takes 32 MiB. */
  static final long COMFORTABLE = GIB;

  static final long TOO_LITTLE = 64 * MIB;

  private StateChecks() {}

  static List<Finding> of(Facts facts) {
    StateFacts state = facts.state();
    List<Finding> findings = new ArrayList<>();
    findings.add(directory(state));
    if (state.exists()) {
      findings.add(checkpoint(facts, state));
    }
    return findings;
  }

  private static Finding directory(StateFacts state) {
    if (!state.writable()) {
      return fail(
          Check.STATE,
          state.directory()
              + (state.exists() ? " cannot be written" : " cannot be made")
              + " by this user",
          "mkdir -p '%s' && chown \"$USER\" '%s'   # as root; USER: who runs gyre"
              .formatted(state.directory(), state.directory()));
    }
    String free = size(state.freeBytes()) + " free";
    if (state.freeBytes() < COMFORTABLE) {
      String message = state.directory() + ": only " + free;
      List<String> fix = List.of("df -h '" + state.directory() + "'   # and make room");
      return state.freeBytes() < TOO_LITTLE
          ? Finding.fail(End.HERE, Check.STATE, message, fix)
          : Finding.warn(End.HERE, Check.STATE, message, fix);
    }
    String use =
        state.process().isPresent()
            ? "in use by process %d, beside which no other can replicate the route"
                .formatted(state.process().getAsLong())
            : state.exists() ? "in use by no process" : "will be made";
    return Finding.ok(
        End.HERE, Check.STATE, "%s: writable, %s, %s".formatted(state.directory(), free, use));
  }

  private static Finding checkpoint(Facts facts, StateFacts state) {
    if (state.problem().isPresent()) {
      return unusable(state.problem().get(), "'" + state.directory() + "'");
    }
    if (state.route().isEmpty()) {
      return Finding.ok(End.HERE, Check.CHECKPOINT, "none yet: everything will be copied");
    }
    RouteIdentity recorded = state.route().get();
    Optional<RouteIdentity> route = zone(facts.source()).flatMap(from -> identity(from, facts));
    if (route.isEmpty()) {
      return Finding.warn(
          End.HERE,
          Check.CHECKPOINT,
          "it goes " + recorded + "; whether this route does cannot be told without both ends",
          List.of("# mend what keeps the ends from answering, then run doctor again"));
    }
    return route.get().equals(recorded)
        ? Finding.ok(End.HERE, Check.CHECKPOINT, "it is of this route")
        : fail(
            Check.CHECKPOINT,
            "it goes " + recorded + ", but this route goes " + route.get(),
            "# a directory of its own for this route: the key 'state'");
  }

  private static Finding unusable(StateProblem problem, String directory) {
    String fix =
        switch (problem.kind()) {
          case DAMAGED ->
              "mv "
                  + directory
                  + " "
                  + directory
                  + ".damaged   # or a backup in its place, then gyre sync";
          case NEWER ->
              "gyre --version   # take the newer one that wrote it, or another directory: the key 'state'";
          case OLDER -> "gyre sync   # with this configuration: migrates it when it starts";
          case ACCESS -> "chown -R \"$USER\" " + directory + "   # as root; USER: who runs gyre";
          case FULL -> "df -h " + directory + "   # and make room";
          case BUSY -> "fuser -v " + directory + "/*   # who holds it; then run doctor again";
          case DISK -> "dmesg | tail   # what the kernel says of the disk under " + directory;
          case OTHER -> "ls -la " + directory + "   # are these files a checkpoint's, and yours?";
        };
    return problem.kind() == CheckpointException.Kind.OLDER
        ? Finding.warn(End.HERE, Check.CHECKPOINT, problem.message(), List.of(fix))
        : fail(Check.CHECKPOINT, problem.message(), fix);
  }

  private static Optional<ZoneFacts> zone(EndFacts end) {
    return end.zone().answer();
  }

  private static Optional<RouteIdentity> identity(ZoneFacts source, Facts facts) {
    if (facts.target() instanceof Target.Store store) {
      return store
          .account()
          .answer()
          .map(account -> RouteIdentity.storeId(store.endpoint(), account))
          .map(id -> new RouteIdentity(source.zoneId(), id));
    }
    return zone(((Target.Zone) facts.target()).facts())
        .map(to -> new RouteIdentity(source.zoneId(), to.zoneId()));
  }

  private static String size(long bytes) {
    return bytes >= GIB ? bytes / GIB + " GiB" : bytes / MIB + " MiB";
  }

  private static Finding fail(Check check, String message, String fix) {
    return Finding.fail(End.HERE, check, message, List.of(fix));
  }
}
