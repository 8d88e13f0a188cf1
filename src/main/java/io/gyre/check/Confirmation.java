package io.gyre.check;

import io.gyre.check.Checked.Equal;
import io.gyre.check.Checked.Finding;
import io.gyre.check.Look.Outcome;
import io.gyre.copy.FairGate;
import io.gyre.copy.FairGate.Lane;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Looks again at what was not equal, until it is or all looks are done. */
final class Confirmation {
  private final Looks looks;
  private final Function<Duration, CompletionStage<Void>> delay;
  private final FairGate gate;
  private final Replication replication;
  private final AtomicLong confirmed = new AtomicLong();

  /**
   * @param delay waits without blocking
   * @param gate looks that are under way at once
   */
  Confirmation(
      Looks looks,
      Function<Duration, CompletionStage<Void>> delay,
      FairGate gate,
      Replication replication) {
    this.looks = looks;
    this.delay = delay;
    this.gate = gate;
    this.replication = replication;
  }

  /** The result in the end; empty where neither end has it any more. */
  CompletionStage<Optional<Checked>> of(Suspect suspect) {
    return replication
        .watch(suspect.subject(), suspect.shard())
        .thenCompose(watch -> new Case(suspect, watch).goOn(suspect.first()));
  }

  /** One suspect; its looks follow each other. */
  private final class Case {
    private final Suspect suspect;
    private final Replication.Watch watch;
    private Optional<Object> source;
    private boolean changed;
    private int done = 1;

    Case(Suspect suspect, Replication.Watch watch) {
      this.suspect = suspect;
      this.watch = watch;
      this.source = suspect.first().source();
    }

    CompletionStage<Optional<Checked>> goOn(Look last) {
      if (last.outcome() == Outcome.GONE) {
        return CompletableFuture.completedFuture(Optional.empty());
      }
      if (last.outcome() == Outcome.EQUAL) {
        return CompletableFuture.completedFuture(
            Optional.of(new Equal(suspect.subject(), true, last.notCarried())));
      }
      Optional<Duration> pause =
          last.hopeless() && done > 1 ? Optional.empty() : looks.beforeNext(done, confirmed.get());
      return pause.isEmpty()
          ? watch.standing().thenApply(standing -> Optional.of(concluded(last, standing)))
          : delay.apply(pause.get()).thenCompose(waited -> look()).thenCompose(this::goOn);
    }

    private CompletionStage<Look> look() {
      done++;
      return gate.run(Lane.LIVE, "", 0, suspect.again())
          .exceptionally(Look::failed)
          .thenApply(this::remembered);
    }

    private Look remembered(Look look) {
      changed |= source.isPresent() && look.source().isPresent() && !source.equals(look.source());
      source = look.source().or(() -> source);
      return look;
    }

    private Checked concluded(Look last, Replication.Standing standing) {
      Finding finding = Conclusion.of(suspect.subject(), last, done, changed, standing);
      if (finding.verdict().counts()) {
        confirmed.incrementAndGet();
      }
      return finding;
    }
  }
}
