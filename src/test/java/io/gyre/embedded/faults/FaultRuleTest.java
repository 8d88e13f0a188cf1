package io.gyre.embedded.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultRuleTest {
  @Test
  void aRuleHasAFaultAndPerhapsAProbabilityAndAPattern() {
    FaultRule storm = FaultRule.parse("0.25 status=503 PUT /photos/");
    assertThat(storm.fault()).isEqualTo(new Fault.Status(503));
    assertThat(storm.probability()).isEqualTo(0.25);
    assertThat(storm.requests().pattern()).isEqualTo("PUT /photos/");

    FaultRule slow = FaultRule.parse("delay=50ms");
    assertThat(slow.fault()).isEqualTo(new Fault.Delay(Duration.ofMillis(50)));
    assertThat(slow.probability()).isEqualTo(1);
    assertThat(slow.requests().matcher("GET /any/thing").find()).isTrue();

    assertThat(FaultRule.parse("delay=2s").fault())
        .isEqualTo(new Fault.Delay(Duration.ofSeconds(2)));
    assertThat(FaultRule.parse("reset").fault()).isEqualTo(new Fault.Reset());
    assertThat(FaultRule.parse("0 no-answer").fault()).isEqualTo(new Fault.NoAnswer());
    assertThat(FaultRule.parse("1 truncate GET .*k").fault()).isEqualTo(new Fault.Truncate());
    assertThat(FaultRule.parse("half-document").fault()).isEqualTo(new Fault.HalfDocument());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "explode",
        "delay",
        "delay=5",
        "delay=120s",
        "status",
        "status=200",
        "status=503s",
        "status=99999999999",
        "reset=3",
        "1.5 reset",
        "reset (",
      })
  void whatIsNoRuleIsRefused(String text) {
    assertThatThrownBy(() -> FaultRule.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theSameSeedStrikesTheSameRequests() {
    List<Boolean> first = struck(7);
    assertThat(struck(7)).isEqualTo(first);
    assertThat(struck(8)).isNotEqualTo(first);
    assertThat(first.stream().filter(strikes -> strikes).count()).isBetween(60L, 140L);
  }

  private static List<Boolean> struck(long seed) {
    Faults faults = new Faults(seed);
    faults.set(FaultRule.parse("0.1 reset"));
    List<Boolean> struck = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      struck.add(faults.of("GET /b/k" + i).isPresent());
    }
    return struck;
  }
}
