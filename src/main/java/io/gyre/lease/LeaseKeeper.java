package io.gyre.lease;

import io.gyre.failure.GatewayException;
import io.gyre.lease.Lease.Answer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Holds a lease: takes it, renews it, and lets writes pass only while it is held.
 *
 * <p>A lease that lapsed, because nobody answered in time, is taken again when that is possible;
 * writes wait meanwhile. A refusal alone does not prove that somebody else is at work: the lease
 * may be what a process left that was killed, here or on a host that this one stands in for, or one
 * that this process took through a gateway that has ended since. Whoever is refused for longer than
 * a lease lasts is refused by somebody who renews it.
 */
public final class LeaseKeeper extends AbstractBehavior<LeaseKeeper.Command> {
  /** Who wants the lease held. */
  public interface Owner {
    /** The lease is held, or there is none to hold; said once. */
    void held(boolean supported);

    /** Somebody else holds it, and this process must end; said once. */
    void refused();
  }

  /** What the keeper can be told. */
  public sealed interface Command {}

  /** Say whether the lease is held now. */
  public record IsHeld(ActorRef<Boolean> replyTo) implements Command {}

  /**
   * Give the lease back; answered when that was tried. What was asked before is waited for: it
   * would take the lease once more if it came last.
   */
  public record Release(ActorRef<Done> replyTo) implements Command {}

  private enum Ask implements Command {
    INSTANCE
  }

  /**
   * What became of a question.
   *
   * @param until when the lease is believed to be held if it was given
   */
  private record Answered(
      long question, Deadline until, @Nullable Answer answer, @Nullable Throwable failure)
      implements Command {}

  private record Lapse(long question) implements Command {}

  private enum PatienceOver implements Command {
    INSTANCE
  }

  private record Released(ActorRef<Done> replyTo) implements Command {}

  private static final long NONE = 0;

  /** Of so many questions in a row without an answer one is told of: about one a minute. */
  private static final int TOLD_EVERY = 60;

  private final TimerScheduler<Command> timers;
  private final Lease lease;
  private final LeaseTimes times;
  private final WriteFence fence;
  private final Owner owner;
  private long questions = NONE;

  /** The latest question that was answered; one is asked at a time. */
  private long answered = NONE;

  /** The question whose answer says that the lease is held now. */
  private long heldBy = NONE;

  /** The latest question whose answer would come too late. */
  private long lapsed = NONE;

  private boolean everHeld;

  /** Questions without an answer since the lease was given last. */
  private int unanswered;

  private boolean patient;
  private boolean patienceOver;

  /**
   * A keeper that asks for the lease at once.
   *
   * @param fence is opened and shut by it
   */
  public static Behavior<Command> create(
      Lease lease, LeaseTimes times, WriteFence fence, Owner owner) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new LeaseKeeper(context, timers, lease, times, fence, owner)));
  }

  private LeaseKeeper(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Lease lease,
      LeaseTimes times,
      WriteFence fence,
      Owner owner) {
    super(context);
    this.timers = timers;
    this.lease = lease;
    this.times = times;
    this.fence = fence;
    this.owner = owner;
    ask();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Ask.class, ask -> ask())
        .onMessage(Answered.class, this::onAnswered)
        .onMessage(Lapse.class, this::onLapse)
        .onMessage(PatienceOver.class, over -> onPatienceOver())
        .onMessage(IsHeld.class, this::onIsHeld)
        .onMessage(Release.class, this::onRelease)
        .build();
  }

  private Behavior<Command> ask() {
    long question = ++questions;
    timers.startSingleTimer(lapseOf(question), new Lapse(question), times.believed());
    Deadline until = fence.after(times.believed());
    CompletionStage<Answer> asked = lease.take(times.length());
    getContext()
        .pipeToSelf(asked, (answer, failure) -> new Answered(question, until, answer, failure));
    return this;
  }

  private static String lapseOf(long question) {
    return "lapse-" + question;
  }

  private Behavior<Command> onAnswered(Answered told) {
    answered = told.question();
    if (told.answer() == Answer.HELD && told.question() > lapsed) {
      return onHeld(told.question(), told.until());
    }
    timers.cancel(lapseOf(told.question()));
    if (told.answer() == Answer.UNSUPPORTED && !everHeld) {
      return onUnsupported();
    }
    return told.answer() == Answer.REFUSED ? onRefused() : onNoAnswer(told.failure());
  }

  private Behavior<Command> onHeld(long question, Deadline until) {
    timers.cancel(lapseOf(heldBy));
    heldBy = question;
    unanswered = 0;
    startPatienceAnew();
    if (!fence.admits()) {
      getContext().getLog().info("the destination's lease is held{}", everHeld ? " again" : "");
    }
    fence.admitWrites(until);
    sayHeld(true);
    return askAfter(times.renewal());
  }

  private Behavior<Command> onUnsupported() {
    fence.admitWrites();
    sayHeld(false);
    return ended();
  }

  private void sayHeld(boolean supported) {
    if (!everHeld) {
      everHeld = true;
      owner.held(supported);
    }
  }

  /** Asks for nothing any more; there is nothing to give back. */
  private Behavior<Command> ended() {
    timers.cancelAll();
    return Behaviors.receive(Command.class)
        .onMessage(
            Release.class,
            release -> {
              release.replyTo().tell(Done.getInstance());
              return Behaviors.stopped();
            })
        .onAnyMessage(ignored -> Behaviors.same())
        .build();
  }

  private Behavior<Command> onRefused() {
    if (!fence.admits()) {
      // A process that was frozen hears this before its own timers.
      fence.stopWrites();
    }
    if (heldBy == NONE && patienceOver) {
      owner.refused();
      return ended();
    }
    if (heldBy == NONE && !patient) {
      patient = true;
      getContext()
          .getLog()
          .info(
              "the destination's lease is held, perhaps by a Gyre that has ended without an"
                  + " orderly stop: waiting for it, {} s at most",
              times.length().plus(times.margin()).toSeconds());
      timers.startSingleTimer(
          PatienceOver.INSTANCE, PatienceOver.INSTANCE, times.length().plus(times.margin()));
    }
    return askAfter(times.retry());
  }

  private Behavior<Command> onNoAnswer(@Nullable Throwable failure) {
    if (unanswered++ % TOLD_EVERY == 0) {
      getContext()
          .getLog()
          .warn(
              "the destination's lease could not be {}; asked again every {} s: {}",
              everHeld ? "renewed" : "taken",
              times.retry().toSeconds(),
              Optional.ofNullable(failure)
                  .map(GatewayException::reasonOf)
                  .orElse("the answer came late"));
    }
    // A question without an answer may have got the lease all the same.
    startPatienceAnew();
    return askAfter(times.retry());
  }

  private void startPatienceAnew() {
    timers.cancel(PatienceOver.INSTANCE);
    patient = false;
    patienceOver = false;
  }

  private Behavior<Command> askAfter(Duration pause) {
    timers.startSingleTimer(Ask.INSTANCE, Ask.INSTANCE, pause);
    return this;
  }

  private Behavior<Command> onLapse(Lapse lapse) {
    lapsed = Math.max(lapsed, lapse.question());
    if (lapse.question() == heldBy) {
      heldBy = NONE;
      getContext()
          .getLog()
          .warn(
              "the destination's lease could not be renewed for {} s: nothing is written until it is"
                  + " held again",
              times.believed().toSeconds());
      fence.stopWrites();
    }
    return this;
  }

  private Behavior<Command> onPatienceOver() {
    patienceOver = true;
    return this;
  }

  private Behavior<Command> onIsHeld(IsHeld question) {
    question.replyTo().tell(heldBy != NONE);
    return this;
  }

  private Behavior<Command> onRelease(Release release) {
    timers.cancelAll();
    fence.stopWrites();
    if (answered == questions) {
      release(release.replyTo());
    }
    return Behaviors.receive(Command.class)
        .onMessage(Answered.class, last -> release(release.replyTo()))
        .onMessage(
            Released.class,
            released -> {
              released.replyTo().tell(Done.getInstance());
              return Behaviors.stopped();
            })
        .onAnyMessage(ignored -> Behaviors.same())
        .build();
  }

  private Behavior<Command> release(ActorRef<Done> replyTo) {
    getContext().pipeToSelf(lease.release(), (done, failure) -> new Released(replyTo));
    return Behaviors.same();
  }
}
