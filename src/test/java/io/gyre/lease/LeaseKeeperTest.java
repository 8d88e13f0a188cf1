package io.gyre.lease;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.gyre.lease.Lease.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With a clock that is moved by hand: a lease of 30 s, renewed after 7.5 s, believed for 24 s. */
class LeaseKeeperTest {
  private static final LeaseTimes TIMES = LeaseTimes.of(Duration.ofSeconds(30));

  private final ActorTestKit pekko =
      ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
  private final ManualTime time = ManualTime.get(pekko.system());
  private final TestProbe<Object> events = pekko.createTestProbe(Object.class);
  private final ManualClocks clocks = new ManualClocks();
  private final WriteFence fence = WriteFence.shut(clocks);
  private final List<CompletableFuture<Answer>> questions = new ArrayList<>();

  private ActorRef<LeaseKeeper.Command> keeper =
      pekko.createTestProbe(LeaseKeeper.Command.class).ref();

  /** They stand still unless they are moved. */
  private static final class ManualClocks implements Clocks {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000);
    private final AtomicLong millis = new AtomicLong(1_795_000_000_000L);

    void advanceNanos(int seconds) {
      nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    void advanceMillis(int seconds) {
      millis.addAndGet(Duration.ofSeconds(seconds).toMillis());
    }

    @Override
    public long nanos() {
      return nanos.get();
    }

    @Override
    public long millis() {
      return millis.get();
    }
  }

  private enum Event {
    ASKED,
    RELEASED,
    HELD,
    UNSUPPORTED,
    REFUSED
  }

  private final Lease lease =
      new Lease() {
        @Override
        public CompletionStage<Answer> take(Duration length) {
          CompletableFuture<Answer> question = new CompletableFuture<>();
          questions.add(question);
          events.ref().tell(Event.ASKED);
          return question;
        }

        @Override
        public CompletionStage<Void> release() {
          events.ref().tell(Event.RELEASED);
          return CompletableFuture.completedFuture(null);
        }
      };

  private final LeaseKeeper.Owner owner =
      new LeaseKeeper.Owner() {
        @Override
        public void held(boolean supported) {
          events.ref().tell(supported ? Event.HELD : Event.UNSUPPORTED);
        }

        @Override
        public void refused() {
          events.ref().tell(Event.REFUSED);
        }
      };

  @AfterEach
  void stop() {
    pekko.shutdownTestKit();
  }

  private void start() {
    keeper = pekko.spawn(LeaseKeeper.create(lease, TIMES, fence, owner));
    expectQuestion();
  }

  private void expect(Event event) {
    events.expectMessage(event);
  }

  /** Until the actor has done with asking: an answer before that would be heard a message later. */
  private void expectQuestion() {
    expect(Event.ASKED);
    awaitHeard();
  }

  private void answer(Answer answer) {
    questions.get(questions.size() - 1).complete(answer);
  }

  private void fail() {
    questions
        .get(questions.size() - 1)
        .completeExceptionally(new IllegalStateException("unreachable"));
  }

  private void pass(double seconds) {
    time.timePasses(Duration.ofMillis((long) (seconds * 1000)));
  }

  private void held() {
    start();
    answer(Answer.HELD);
    expect(Event.HELD);
    awaitFence(true);
  }

  private void awaitFence(boolean open) {
    awaitHeard();
    assertThat(fence.admits()).isEqualTo(open);
  }

  @Test
  void nothingIsWrittenBeforeTheLeaseIsHeldAndThenItIsRenewed() {
    start();
    assertThat(fence.admits()).isFalse();

    answer(Answer.HELD);
    expect(Event.HELD);
    awaitFence(true);

    pass(7.4);
    awaitHeard();
    events.expectNoMessage(Duration.ZERO);
    pass(0.2);
    expectQuestion();
    answer(Answer.HELD);
    awaitHeard();
    pass(23);
    assertThat(fence.admits()).isTrue();
  }

  @Test
  void whatAnEarlierProcessLeftIsWaitedForAsLongAsItLasts() {
    start();
    refusedFor(34);
    answer(Answer.HELD);
    expect(Event.HELD);
  }

  @Test
  void whoRenewsItLongerThanThatIsSomebodyElse() {
    start();
    refusedFor(36);
    answer(Answer.REFUSED);
    expect(Event.REFUSED);
    assertThat(fence.admits()).isFalse();
  }

  /** Refuses once a second; ends with a question that waits for its answer. */
  private void refusedFor(int seconds) {
    for (int i = 0; i < seconds; i++) {
      answer(Answer.REFUSED);
      awaitHeard();
      pass(1.01);
      expectQuestion();
    }
  }

  /** The actor has heard an answer once it has handled a message that was sent later. */
  private void awaitHeard() {
    TestProbe<Boolean> probe = pekko.createTestProbe(Boolean.class);
    keeper.tell(new LeaseKeeper.IsHeld(probe.ref()));
    probe.expectMessageClass(Boolean.class);
  }

  @Test
  void writesStopBeforeALeaseThatCannotBeRenewedLapses() {
    held();
    List<Throwable> broken = new ArrayList<>();
    assertThat(fence.admits(new CompletableFuture<>(), broken::add)).isTrue();
    for (double passed = 7.51; passed < 23.9; passed += 1.01) {
      pass(passed == 7.51 ? 7.51 : 1.01);
      expectQuestion();
      fail();
      awaitHeard();
      assertThat(fence.admits()).isTrue();
    }
    pass(0.9);
    awaitFence(false);
    assertThat(broken).singleElement().asString().contains("lease");
  }

  @Test
  void anOutageIsToldOfOnceAMinute() {
    held();
    pass(7.51);
    expectQuestion();
    LoggingTestKit.warn("could not be renewed;")
        .withOccurrences(2)
        .expect(
            pekko.system(),
            () -> {
              for (int question = 0; question < 61; question++) {
                fail();
                awaitHeard();
                pass(1.01);
                expectQuestion();
              }
              return null;
            });
  }

  @Test
  void aLapsedLeaseIsTakenAgainAndWritesGoOn() {
    held();
    pass(7.51);
    expectQuestion();
    pass(17);
    awaitFence(false);

    fail();
    awaitHeard();
    pass(1.01);
    expectQuestion();
    answer(Answer.HELD);
    awaitFence(true);
  }

  @Test
  void aLeaseThatAnotherTookWhileItWasLapsedEndsTheRoute() {
    held();
    pass(7.51);
    expectQuestion();
    pass(17);
    awaitFence(false);
    refusedFor(36);
    answer(Answer.REFUSED);
    expect(Event.REFUSED);
    assertThat(fence.admits()).isFalse();
  }

  @Test
  void aRefusedRenewalDoesNotStopWritesWhileTheLeaseLasts() {
    held();
    pass(7.51);
    expectQuestion();
    answer(Answer.REFUSED);
    awaitHeard();
    assertThat(fence.admits()).isTrue();
    pass(1.01);
    expectQuestion();
    answer(Answer.HELD);
    awaitHeard();
    pass(23);
    assertThat(fence.admits()).isTrue();
  }

  @Test
  void anAnswerThatComesTooLateProvesNothing() {
    start();
    pass(24.1);
    answer(Answer.HELD);
    awaitHeard();
    assertThat(fence.admits()).isFalse();
    pass(1.01);
    expectQuestion();
  }

  @Test
  void aDestinationWithoutALeaseIsWrittenToWithoutOne() {
    start();
    answer(Answer.UNSUPPORTED);
    expect(Event.UNSUPPORTED);
    assertThat(fence.admits()).isTrue();
    pass(100);
    events.expectNoMessage(Duration.ZERO);
  }

  @Test
  void itIsGivenBackAtTheEndAndNotTakenAgain() {
    start();
    answer(Answer.HELD);
    expect(Event.HELD);
    TestProbe<Done> done = pekko.createTestProbe(Done.class);

    keeper.tell(new LeaseKeeper.Release(done.ref()));

    expect(Event.RELEASED);
    done.expectMessage(Done.getInstance());
    assertThat(fence.admits()).isFalse();
    pass(60);
    events.expectNoMessage(Duration.ZERO);
  }

  @Test
  void aRenewalThatIsUnderWayAtTheEndIsNotOvertaken() {
    held();
    pass(7.51);
    expectQuestion();
    TestProbe<Done> done = pekko.createTestProbe(Done.class);

    keeper.tell(new LeaseKeeper.Release(done.ref()));
    events.expectNoMessage(Duration.ofMillis(50));
    answer(Answer.HELD);

    expect(Event.RELEASED);
    done.expectMessage(Done.getInstance());
    assertThat(fence.admits()).isFalse();
  }

  /** No message is handled meanwhile, and no timer. */
  @Test
  void aProcessThatWasFrozenDoesNotWriteOnWhenItThaws() {
    held();
    clocks.advanceNanos(23);
    assertThat(fence.admits()).isTrue();

    clocks.advanceNanos(1);
    assertThat(fence.admits()).isFalse();
    assertThat(fence.admits(new CompletableFuture<>(), broken -> {})).isFalse();
  }

  @Test
  void norDoesAMachineThatSlept() {
    held();
    clocks.advanceMillis(23);
    assertThat(fence.admits()).isTrue();

    clocks.advanceMillis(1);
    assertThat(fence.admits()).isFalse();
  }

  @Test
  void theTimeCountsFromTheQuestionAndEachRenewalGivesMore() {
    held();
    pass(7.51);
    expectQuestion();
    clocks.advanceNanos(20);
    answer(Answer.HELD);
    awaitFence(true);
    clocks.advanceNanos(3);
    assertThat(fence.admits()).isTrue();
    clocks.advanceNanos(1);
    assertThat(fence.admits()).isFalse();

    pass(7.51);
    expectQuestion();
    answer(Answer.HELD);
    awaitFence(true);
  }

  @Test
  void whoIsRefusedAfterItsTimeBreaksOffWhatIsUnderWay() {
    held();
    List<Throwable> broken = new ArrayList<>();
    assertThat(fence.admits(new CompletableFuture<>(), broken::add)).isTrue();
    pass(7.51);
    expectQuestion();
    clocks.advanceNanos(25);

    answer(Answer.REFUSED);
    awaitHeard();

    assertThat(broken).hasSize(1);
  }
}
