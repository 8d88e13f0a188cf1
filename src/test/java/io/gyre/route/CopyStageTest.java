package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.copy.CopyTask;
import io.gyre.copy.CopyTask.Intent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.testkit.TestPublisher;
import org.apache.pekko.stream.testkit.TestSubscriber;
import org.apache.pekko.stream.testkit.javadsl.TestSink;
import org.apache.pekko.stream.testkit.javadsl.TestSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CopyStageTest {
  private static final Duration QUIET = Duration.ofMillis(100);
  private static ActorTestKit kit;

  private final Map<String, CompletableFuture<Void>> operations = new ConcurrentHashMap<>();
  private final TestProbe<String> started = kit.createTestProbe();
  private volatile boolean cutShort;

  @BeforeAll
  static void start() {
    kit = ActorTestKit.create();
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void theWatermarkFollowsTheOldestEntryThatIsNotDone() {
    Probes probes = run(4, 10);
    probes.out.request(10);
    probes.in.sendNext(item(1, "a"));
    probes.in.sendNext(item(2, "b"));
    started.expectMessage("a");
    started.expectMessage("b");

    operations.get("b").complete(null);
    probes.out.expectNoMessage(scala(QUIET));
    operations.get("a").complete(null);

    probes.out.expectNext(2);
  }

  @Test
  void itReadsOnlyAsFarAheadAsItMay() {
    AtomicInteger read = new AtomicInteger();
    TestSubscriber.Probe<Integer> out =
        Source.range(1, 100)
            .map(
                i -> {
                  read.incrementAndGet();
                  return item(i, "k" + i);
                })
            .via(new CopyStage<>(1, 3, () -> cutShort, this::operation))
            .runWith(TestSink.create(kit.system()), kit.system());
    out.request(10);

    started.expectMessage("k1");
    started.expectNoMessage(QUIET);
    assertThat(read).hasValue(3);

    operations.get("k1").complete(null);
    started.expectMessage("k2");
    out.expectNext(1);
    started.expectNoMessage(QUIET);
    assertThat(read).hasValue(4);
  }

  @Test
  void afterTheLastEntryItEndsWhenAllIsDone() {
    Probes probes = run(4, 10);
    probes.out.request(10);
    probes.in.sendNext(item(1, "a"));
    probes.in.sendComplete();
    started.expectMessage("a");

    operations.get("a").complete(null);

    probes.out.expectNext(1);
    probes.out.expectComplete();
  }

  @Test
  void cutShortItFinishesWhatIsUnderWayAndLeavesTheRest() {
    Probes probes = run(1, 10);
    probes.out.request(10);
    probes.in.sendNext(item(1, "a"));
    probes.in.sendNext(item(2, "b"));
    started.expectMessage("a");

    cutShort = true;
    probes.in.sendComplete();
    operations.get("a").complete(null);

    probes.out.expectNext(1);
    probes.out.expectComplete();
    started.expectNoMessage(QUIET);
  }

  @Test
  void anOperationThatFailsFailsTheStream() {
    Probes probes = run(1, 10);
    probes.out.request(10);
    probes.in.sendNext(item(1, "a"));
    started.expectMessage("a");

    operations.get("a").completeExceptionally(new IllegalStateException("no save"));

    assertThat(probes.out.expectError()).hasMessage("no save");
  }

  private record Probes(
      TestPublisher.Probe<LedgerItem<Integer>> in, TestSubscriber.Probe<Integer> out) {}

  private Probes run(int parallelism, int maxPending) {
    Pair<TestPublisher.Probe<LedgerItem<Integer>>, TestSubscriber.Probe<Integer>> probes =
        TestSource.<LedgerItem<Integer>>create(kit.system())
            .via(new CopyStage<>(parallelism, maxPending, () -> cutShort, this::operation))
            .toMat(TestSink.create(kit.system()), Keep.both())
            .run(kit.system());
    return new Probes(probes.first(), probes.second());
  }

  private CompletableFuture<Void> operation(List<CopyTask> tasks) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    String key = tasks.get(0).key();
    operations.put(key, end);
    started.getRef().tell(key);
    return end;
  }

  private static scala.concurrent.duration.FiniteDuration scala(Duration time) {
    return scala.concurrent.duration.FiniteDuration.fromNanos(time.toNanos());
  }

  private static LedgerItem<Integer> item(int position, String key) {
    return new LedgerItem<>(
        position,
        List.of(
            new CopyTask(
                key, "", Intent.WRITE, OptionalLong.empty(), "", Instant.EPOCH, 0, false, false)));
  }
}
