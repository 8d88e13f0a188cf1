package io.gyre.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BandwidthTest {
  private static final long MIB = 1 << 20;

  private long now;
  private final Bandwidth bandwidth = new Bandwidth(8, () -> now);

  @Test
  void withoutALimitNothingWaits() {
    assertThat(bandwidth.read(1000 * MIB)).isZero();
    assertThat(bandwidth.allowance(1000 * MIB)).isZero();
  }

  @Test
  void aLimitHoldsFromThenOnForAllTogether() {
    bandwidth.limit(OptionalLong.of(10 * MIB));
    assertThat(bandwidth.read(MIB)).isZero();
    assertThat(bandwidth.read(5 * MIB)).isEqualTo(500_000_000L);
    now += 250_000_000L;
    assertThat(bandwidth.read(0)).isEqualTo(250_000_000L);
    assertThat(bandwidth.limit()).hasValue(10 * MIB);

    bandwidth.limit(OptionalLong.empty());
    assertThat(bandwidth.read(100 * MIB)).isZero();
  }

  /** Or the limit would make copies fail for being slow. */
  @Test
  void anObjectMayTakeAsLongAsItsShareOfTheLimitTakes() {
    bandwidth.limit(OptionalLong.of(10 * MIB));
    assertThat(bandwidth.allowance(100 * MIB)).isEqualTo(Duration.ofSeconds(80));
  }
}
