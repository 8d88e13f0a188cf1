package io.gyre.route;

import io.gyre.copy.CopyLedger;
import io.gyre.copy.CopyTask;
import io.gyre.copy.FairGate;
import io.gyre.failure.GatewayException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.jspecify.annotations.Nullable;

/**
 * Entries in, watermarks out: works on many keys at once, on each key one unit at a time, in log
 * order ({@link CopyLedger}).
 *
 * <p>Why not {@code mapAsync} or {@code mapAsyncPartitioned}: the first holds everything up behind
 * one slow object, the second lets a backlog of one hot key delay all others, and neither merges
 * the entries of a key that wait.
 *
 * <p>It pulls while fewer than {@code maxPending} entries are not yet passed by the watermark, so
 * that a slow destination slows the reading of the log. An operation completes once its outcome is
 * durable; one that fails fails the stream.
 */
final class CopyStage<P> extends GraphStage<FlowShape<LedgerItem<P>, P>> {
  private final Inlet<LedgerItem<P>> in = Inlet.create("CopyStage.in");
  private final Outlet<P> out = Outlet.create("CopyStage.out");
  private final FlowShape<LedgerItem<P>, P> shape = FlowShape.of(in, out);
  private final int parallelism;
  private final int maxPending;
  private final BooleanSupplier cutShort;
  private final Function<List<CopyTask>, ? extends CompletionStage<?>> operation;

  /**
   * @param cutShort whether entries that wait are to be left undone; once true it stays so, and the
   *     stage ends when what is under way has
   */
  CopyStage(
      int parallelism,
      int maxPending,
      BooleanSupplier cutShort,
      Function<List<CopyTask>, ? extends CompletionStage<?>> operation) {
    this.parallelism = parallelism;
    this.maxPending = maxPending;
    this.cutShort = cutShort;
    this.operation = operation;
  }

  @Override
  public FlowShape<LedgerItem<P>, P> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private record Ended<P>(CopyLedger.Unit<P> unit, @Nullable Throwable failure) {}

  private final class Logic extends GraphStageLogic {
    private final CopyLedger<P> ledger = new CopyLedger<>();
    private final AsyncCallback<Ended<P>> ended = createAsyncCallback(this::onEnded);
    private int underWay;
    private Optional<P> reached = Optional.empty();

    Logic() {
      super(shape);
      setHandler(
          in,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              accept(grab(in));
              proceed();
            }

            @Override
            public void onUpstreamFinish() {
              proceed();
            }
          });
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              proceed();
            }
          });
    }

    @Override
    public void preStart() {
      pull(in);
    }

    private void accept(LedgerItem<P> item) {
      if (item.tasks().isEmpty()) {
        ledger.skip(item.position());
      } else {
        ledger.add(item.position(), item.tasks());
      }
    }

    private void onEnded(Ended<P> end) {
      underWay--;
      if (end.failure() == null) {
        ledger.done(end.unit());
      } else if (!leftUndone(end.failure())) {
        failStage(end.failure());
        return;
      }
      proceed();
    }

    /** What did not begin is like what was never handed out, if nothing else will be. */
    private boolean leftUndone(Throwable failure) {
      return GatewayException.unwrap(failure) instanceof FairGate.Withdrawn
          && cutShort.getAsBoolean();
    }

    private void proceed() {
      startWhatIsReady();
      ledger.advance().ifPresent(position -> reached = Optional.of(position));
      if (reached.isPresent() && isAvailable(out)) {
        push(out, reached.get());
        reached = Optional.empty();
      }
      if (isClosed(in) || cutShort.getAsBoolean()) {
        if (underWay == 0 && reached.isEmpty()) {
          completeStage();
        }
      } else if (ledger.pending() < maxPending && !hasBeenPulled(in)) {
        pull(in);
      }
    }

    private void startWhatIsReady() {
      if (cutShort.getAsBoolean()) {
        return;
      }
      while (underWay < parallelism) {
        Optional<CopyLedger.Unit<P>> next = ledger.next();
        if (next.isEmpty()) {
          return;
        }
        CopyLedger.Unit<P> unit = next.get();
        underWay++;
        operation
            .apply(unit.tasks())
            .whenComplete((ignored, failure) -> ended.invoke(new Ended<>(unit, failure)));
      }
    }
  }
}
