package io.gyre.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.config.Endpoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EndpointRotationTest {
  private static final Endpoint A = Endpoint.parse("http://a:1");
  private static final Endpoint B = Endpoint.parse("http://b:1");
  private static final Endpoint NONE = Endpoint.parse("http://none:1");

  private final SettableClock clock = new SettableClock();
  private final EndpointRotation rotation = new EndpointRotation(List.of(A, B), clock);
  private final Map<Endpoint, CompletableFuture<Void>> asked = new HashMap<>();
  private final EndpointRotation guarded =
      new EndpointRotation(
          List.of(A, B),
          clock,
          endpoint -> {
            CompletableFuture<Void> answer = new CompletableFuture<>();
            assertThat(asked.put(endpoint, answer)).as("asked twice").isNull();
            return answer;
          });

  private static List<Endpoint> next(EndpointRotation of, int times) {
    return Stream.generate(() -> of.next().getNow(NONE)).limit(times).toList();
  }

  private void answers(Endpoint endpoint) {
    Objects.requireNonNull(asked.remove(endpoint)).complete(null);
  }

  private void refuses(Endpoint endpoint) {
    Objects.requireNonNull(asked.remove(endpoint))
        .completeExceptionally(new IllegalStateException("of another zone"));
  }

  private void pass(Duration time) {
    clock.now = clock.now.plus(time);
  }

  @Test
  void endpointsAreUsedInTurn() {
    assertThat(next(rotation, 3)).containsExactly(A, B, A);
  }

  @Test
  void aDeadEndpointIsLeftOutForAWhile() {
    rotation.failed(A);
    assertThat(next(rotation, 2)).containsExactly(B, B);

    pass(EndpointRotation.LEFT_OUT);
    assertThat(next(rotation, 2)).containsExactly(A, B);
  }

  @Test
  void whenAllFailedTheOldestFailureIsTriedFirst() {
    rotation.failed(B);
    pass(Duration.ofSeconds(1));
    rotation.failed(A);
    assertThat(next(rotation, 2)).containsExactly(B, B);
  }

  @Test
  void noEndpointIsUsedBeforeItHasSaidThatItIsOfTheZone() {
    CompletableFuture<Endpoint> first = guarded.next();
    assertThat(first).isNotDone();

    answers(B);
    assertThat(first).as("the other one may never answer").isCompletedWithValue(B);
    assertThat(next(guarded, 2)).containsExactly(B, B);
    answers(A);
    assertThat(next(guarded, 2)).containsExactlyInAnyOrder(A, B);
  }

  @Test
  void oneThatIsUsedIsAskedAgainEveryMinuteAndUsedMeanwhile() {
    assertThat(guarded.next()).isNotDone();
    answers(A);
    answers(B);
    assertThat(next(guarded, 2)).containsExactlyInAnyOrder(A, B);
    assertThat(asked).isEmpty();

    pass(EndpointRotation.ASKED_EVERY);
    assertThat(next(guarded, 4)).contains(A, B);
    refuses(A);
    answers(B);
    assertThat(next(guarded, 2)).containsExactly(B, B);
    assertThat(asked).isEmpty();
  }

  @Test
  void allThatAreInUseConfirmTheirZoneOrItIsNotConfirmed() {
    assertThat(guarded.next()).isNotDone();
    answers(A);
    answers(B);
    var confirmed = guarded.confirm();
    assertThat(confirmed).isNotDone();
    answers(A);
    answers(B);
    assertThat(confirmed).isCompleted();

    var refused = guarded.confirm();
    refuses(A);
    answers(B);
    assertThat(refused).isCompletedExceptionally();
    assertThat(next(guarded, 2)).containsExactly(B, B);
    assertThat(guarded.confirm()).as("of one that is left out nothing came").isNotDone();
    answers(B);
  }

  @Test
  void anEndpointOfAnotherZoneIsNeverUsedAndAskedAgainLater() {
    assertThat(guarded.next()).isNotDone();
    answers(B);
    refuses(A);
    assertThat(next(guarded, 2)).containsExactly(B, B);
    assertThat(asked).isEmpty();

    pass(EndpointRotation.LEFT_OUT);
    assertThat(next(guarded, 2)).containsExactly(B, B);
    answers(A);
    assertThat(next(guarded, 2)).containsExactly(A, B);
  }

  @Test
  void anEndpointThatFailedIsAskedBeforeItIsUsedAgain() {
    assertThat(guarded.next()).isNotDone();
    answers(A);
    answers(B);
    guarded.failed(A);
    guarded.failed(B);

    CompletableFuture<Endpoint> next = guarded.next();
    assertThat(next).isNotDone();
    pass(Duration.ofSeconds(1));
    refuses(A);
    assertThat(next).as("waits for the other").isNotDone();
    answers(B);
    assertThat(next).isCompletedWithValue(B);
    assertThat(next(guarded, 2)).containsExactly(B, B);
  }

  @Test
  void aClockThatIsSetBackNeitherLeavesOneOutForLongNorSparesTheQuestion() {
    assertThat(guarded.next()).isNotDone();
    answers(A);
    answers(B);
    rotation.failed(A);

    pass(Duration.ofHours(-1));

    assertThat(next(rotation, 2)).containsExactlyInAnyOrder(A, B);
    assertThat(next(guarded, 2)).containsExactlyInAnyOrder(A, B);
    assertThat(asked).containsOnlyKeys(A, B);
  }

  private static final class SettableClock extends Clock {
    private Instant now = Instant.EPOCH;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
