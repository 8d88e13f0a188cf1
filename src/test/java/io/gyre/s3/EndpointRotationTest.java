package io.gyre.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.config.Endpoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointRotationTest {
  private static final Endpoint A = Endpoint.parse("http://a:1");
  private static final Endpoint B = Endpoint.parse("http://b:1");

  private final SettableClock clock = new SettableClock();
  private final EndpointRotation rotation = new EndpointRotation(List.of(A, B), clock);

  @Test
  void endpointsAreUsedInTurn() {
    assertThat(List.of(rotation.next(), rotation.next(), rotation.next())).containsExactly(A, B, A);
  }

  @Test
  void aDeadEndpointIsLeftOutForAWhile() {
    rotation.failed(A);
    assertThat(List.of(rotation.next(), rotation.next())).containsExactly(B, B);

    clock.now = clock.now.plus(EndpointRotation.LEFT_OUT);
    assertThat(List.of(rotation.next(), rotation.next())).containsExactly(A, B);
  }

  @Test
  void anAnswerBringsAnEndpointBack() {
    rotation.failed(A);
    rotation.answered(A);
    assertThat(rotation.next()).isEqualTo(A);
  }

  @Test
  void whenAllFailedTheOldestFailureIsTriedFirst() {
    rotation.failed(B);
    clock.now = clock.now.plus(Duration.ofSeconds(1));
    rotation.failed(A);
    assertThat(List.of(rotation.next(), rotation.next())).containsExactly(B, B);
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
