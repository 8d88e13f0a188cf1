package io.gyre.rgw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.map.ClassMap;
import io.gyre.map.ClassRule;
import io.gyre.map.Mapping;
import io.gyre.map.OwnerMap;
import io.gyre.map.Places;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Copies of what was in a class that the destination lacks. */
class AsMappedTest {
  private static final Stat LOST = stat(Map.of());
  private static final Stat COLD = stat(Map.of("storage_class", "COLD"));
  private static final Stat PLAIN = stat(Map.of());

  @Test
  void aRuleIsAboutTheSourceSClassAndNotTheOneThatACopyGotInstead() {
    AsMapped later = by("COLD -> GLACIER");

    assertThat(later.asksForClass(LOST)).isTrue();
    assertThat(later.hasClassOf(COLD, LOST)).isFalse();
    assertThat(later.hasClassOf(PLAIN, LOST)).isTrue();
    assertThat(later.asksForClass(COLD)).as("it was not lost").isFalse();
    assertThat(later.is(COLD)).isFalse();
  }

  @Test
  void aRuleForTheDefaultClassIsNotAboutWhatIsThereForAnother() {
    AsMapped map = by("STANDARD -> WARM");

    assertThat(map.is(LOST)).as("as far as it tells itself").isTrue();
    assertThat(map.hasClassOf(COLD, LOST)).isTrue();
    assertThat(map.hasClassOf(PLAIN, LOST)).isFalse();

    Stat recorded = stat(Map.of(WritePlan.SOURCE_CLASS, "COLD"));
    assertThat(map.asksForClass(recorded)).isFalse();
    assertThat(map.is(recorded)).isTrue();
  }

  @Test
  void withoutRulesTheSourceIsNotAsked() {
    AsMapped none = new AsMapped(Mapping.NONE, Set.of("STANDARD"), uid -> false);

    assertThat(none.asksForClass(LOST)).isFalse();
    assertThat(none.is(LOST)).isTrue();
  }

  private static AsMapped by(String rule) {
    ClassMap classes = new ClassMap(List.of(ClassRule.parse(rule)));
    return new AsMapped(
        new Mapping(Places.SAME, OwnerMap.NONE, classes),
        Set.of("STANDARD", "WARM", "GLACIER"),
        uid -> false);
  }

  private static Stat stat(Map<String, String> attributes) {
    Map<String, byte[]> values = new HashMap<>();
    attributes.forEach((name, value) -> values.put(name, value.getBytes(UTF_8)));
    return new Stat(
        new SourceObject(0, 3, "0".repeat(32), Instant.EPOCH, ""), new ObjectAttributes(values));
  }
}
