package io.gyre.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.checkpoint.CheckpointSummary;
import io.gyre.checkpoint.CheckpointView;
import io.gyre.checkpoint.Phase;
import io.gyre.config.DestinationType;
import io.gyre.doctor.Check;
import io.gyre.doctor.CutoverChecks;
import io.gyre.doctor.CutoverFacts;
import io.gyre.doctor.CutoverSteps;
import io.gyre.doctor.Diagnosis;
import io.gyre.doctor.Finding;
import io.gyre.doctor.Level;
import io.gyre.metadata.ZoneFacts;
import io.gyre.rgw.BucketHeads;
import io.gyre.rgw.RgwChangeLog;
import io.gyre.rgw.RgwZone;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * Whether the destination can take the source's place: what {@code doctor}, {@code status} and
 * {@code check} say, and whether the source is still written to. On the thread of the command, the
 * only one that may block. Writes nowhere.
 */
final class Cutover {
  /** Lines of the comparison that are told. */
  private static final int SAID = 6;

  private final CheckRequest request;
  private final String command;
  private final Clock clock;

  /**
   * What was found, and what is to be done.
   *
   * @param steps empty where an end cannot be asked
   */
  record Report(Diagnosis diagnosis, Optional<CutoverSteps> steps) {}

  /**
   * @param request what is compared; its output is not made use of
   * @param command how the configuration is named on the command line
   */
  Cutover(CheckRequest request, String command, Clock clock) {
    this.request = request;
    this.command = command;
    this.clock = clock;
  }

  Report examine() {
    Diagnosis doctor = new Doctor(request.config(), clock).examine();
    if (doctor.refused()) {
      return new Report(doctor, Optional.empty());
    }
    ComparedEnds ends = new ComparedEnds("cutover", request.config(), clock);
    try {
      return examine(doctor, ends);
    } finally {
      ends.close();
    }
  }

  private Report examine(Diagnosis doctor, ComparedEnds ends) {
    ends.route();
    RgwChangeLog log = new RgwChangeLog(ends.source());
    Instant begun = clock.instant();
    Finding equal = equal();
    // By the end of a window all that was written before is announced, for the last time too.
    waitUntil(begun.plus(window()), ends);
    SourceHeads before = now(SourceHeads.of(log));
    if (!now(new RgwZone(ends.source()).readOnly())) {
      waitUntil(clock.instant().plus(window()), ends);
    }
    SourceHeads after = now(SourceHeads.of(log));
    Optional<CheckpointSummary> state = state();
    CutoverFacts facts = facts(doctor, ends, state);
    List<Finding> findings = new ArrayList<>(doctor.findings());
    findings.addAll(
        state
            .map(known -> progress(known, unread(log, new RgwZone(ends.source()), after), begun))
            .orElseGet(this::nothingYet));
    findings.add(equal);
    findings.add(
        CutoverChecks.quiet(
            facts, before.changed(after), Duration.between(begun, clock.instant())));
    return new Report(new Diagnosis(findings), Optional.of(CutoverSteps.of(facts)));
  }

  /** A bucket that is written to is not announced again within it. */
  private Duration window() {
    return request.config().polling().dataLogWindow().plusSeconds(1);
  }

  private void waitUntil(Instant time, ComparedEnds ends) {
    Duration rest = Duration.between(clock.instant(), time);
    if (!rest.isNegative()) {
      now(ends.delay(rest));
    }
  }

  private static <T> T now(CompletionStage<T> asked) {
    return asked.toCompletableFuture().join();
  }

  private Optional<CheckpointSummary> state() {
    try (CheckpointView view = CheckpointView.find(request.config().state()).orElse(null)) {
      return Optional.ofNullable(view).map(CheckpointView::summary);
    }
  }

  private CutoverFacts facts(
      Diagnosis doctor, ComparedEnds ends, Optional<CheckpointSummary> state) {
    boolean zone = request.config().destination().type() == DestinationType.RGW;
    RgwZone there = new RgwZone(ends.destinationGateway());
    Optional<ZoneFacts> destination = zone ? Optional.of(now(there.describe())) : Optional.empty();
    return new CutoverFacts(
        command,
        now(new RgwZone(ends.source()).describe()),
        now(new RgwZone(ends.source()).readOnly()),
        destination,
        zone && now(there.readOnly()),
        destination.map(known -> isMaster(there, known)).orElse(true),
        request.config().destination().endpoints().get(0).toString(),
        doctor.findings().stream()
            .anyMatch(each -> each.check() == Check.LIFECYCLE && each.level() != Level.OK),
        state.filter(known -> known.process().isPresent()).isPresent());
  }

  private static boolean isMaster(RgwZone there, ZoneFacts zone) {
    return now(there.period())
        .map(period -> period.masterZone().equals(zone.zoneId()))
        .orElse(true);
  }

  private List<Finding> nothingYet() {
    return List.of(CutoverChecks.nothingYet(command));
  }

  private long unread(RgwChangeLog log, RgwZone source, SourceHeads heads) {
    try (CheckpointView view = CheckpointView.open(request.config().state())) {
      return new UnreadChanges(
              log,
              view,
              request.config().select().buckets(),
              bucket ->
                  source.bucketHeads(bucket).thenApply(found -> found.map(BucketHeads::heads)))
          .count(heads);
    }
  }

  private List<Finding> progress(CheckpointSummary state, long unread, Instant begun) {
    int copying =
        state.shards().byPhase().getOrDefault(Phase.INIT, 0)
            + state.shards().byPhase().getOrDefault(Phase.FULL, 0);
    CutoverChecks.Progress progress =
        new CutoverChecks.Progress(
            state.process(), lag(state.process(), begun), copying, unread, state.shards().dirty());
    return List.of(
        CutoverChecks.lag(progress, command),
        CutoverChecks.leftOut(
            state.isComplete(),
            state.parked().count(),
            state.leftOut().size() + state.shards().byPhase().getOrDefault(Phase.STOPPED, 0),
            state.refusedUsers().size() + state.shortfalls().size(),
            command));
  }

  /** Empty also where what the process says is from before we began. */
  private OptionalDouble lag(OptionalLong process, Instant begun) {
    JsonNode lag =
        process.isEmpty()
            ? null
            : new OpsClient(request.config())
                .status()
                .map(status -> status.path("lag"))
                .orElse(null);
    if (lag == null || !lag.path("lag_seconds").isNumber()) {
      return OptionalDouble.empty();
    }
    double seconds = lag.path("lag_seconds").asDouble();
    boolean old =
        lag.path("as_of_age_seconds").asDouble(Double.MAX_VALUE)
            > Duration.between(begun, clock.instant()).toSeconds();
    return seconds == 0 && old ? OptionalDouble.empty() : OptionalDouble.of(seconds);
  }

  private Finding equal() {
    StringWriter said = new StringWriter();
    Checking checking = new Checking(request, clock, new PrintWriter(said, true));
    int code = checking.run();
    List<String> lines = said.toString().lines().filter(line -> !line.isBlank()).toList();
    return CutoverChecks.equal(
        code == ExitCode.DONE,
        checking.inFlight(),
        lines.subList(Math.max(0, lines.size() - SAID), lines.size()),
        command);
  }
}
