package io.gyre.copy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long START = 5 * SECOND;

  private final TokenBucket bucket = new TokenBucket(100, 10, START);

  @Test
  void theBurstIsFreeAndWhatIsBeyondHasToBeWaitedFor() {
    assertThat(bucket.take(10, START)).isZero();
    assertThat(bucket.take(50, START)).isEqualTo(SECOND / 2);
    assertThat(bucket.take(50, START)).isEqualTo(SECOND);
  }

  @Test
  void timePaysTheDebtOffAndThenFillsTheBucketAndNoMore() {
    bucket.take(60, START);
    assertThat(bucket.until(0, START + SECOND / 4)).isEqualTo(SECOND / 4);
    assertThat(bucket.until(1, START + SECOND / 2)).isEqualTo(SECOND / 100);

    assertThat(bucket.take(10, START + 100 * SECOND)).isZero();
    assertThat(bucket.take(1, START + 100 * SECOND)).isEqualTo(SECOND / 100);
  }

  @Test
  void inTheLongRunItIsTheRate() {
    long now = START;
    long taken = 0;
    while (now < START + 60 * SECOND) {
      now += bucket.take(7, now);
      taken += 7;
    }
    assertThat(taken).isBetween(5990L, 6030L);
  }
}
