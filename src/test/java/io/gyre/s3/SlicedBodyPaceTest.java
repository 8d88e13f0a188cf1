package io.gyre.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;

/** The sender is asked for more no sooner than the pace allows. */
class SlicedBodyPaceTest {
  private static final long PAUSE_MILLIS = 200;

  private final List<Long> read = new ArrayList<>();
  private final AtomicLong wait = new AtomicLong();
  private final AtomicLong asked = new AtomicLong();
  private final Pace pace =
      new Pace() {
        @Override
        public long read(long bytes) {
          read.add(bytes);
          return wait.get();
        }

        @Override
        public Duration allowance(long bytes) {
          return Duration.ZERO;
        }
      };
  private final SlicedBody body = new SlicedBody(failure -> failure, pace);

  @Test
  void moreIsAskedForWhenItIsTime() {
    body.onSubscribe(
        new Subscription() {
          @Override
          public void request(long n) {
            asked.addAndGet(n);
          }

          @Override
          public void cancel() {
            throw new AssertionError("cancelled");
          }
        });
    long ahead = asked.get();
    var bytes = body.collect(30).toCompletableFuture();
    body.onNext(ByteBuffer.allocate(10));
    assertThat(asked).as("without a wait at once").hasValue(ahead + 1);

    wait.set(PAUSE_MILLIS * 1_000_000);
    long began = System.nanoTime();
    body.onNext(ByteBuffer.allocate(20));
    assertThat(asked).hasValue(ahead + 1);
    assertThat(bytes).as("what is there is handed out").isCompleted();
    await().until(() -> asked.get() == ahead + 2);
    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(wait.get());
    assertThat(read).containsExactly(10L, 20L);
  }
}
