package io.gyre.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerMapTest {
  private static OwnerMap map(String... rules) {
    return new OwnerMap(Stream.of(rules).map(OwnerRule::parse).toList());
  }

  @Test
  void theLastRuleThatMatchesDecides() {
    OwnerMap map = map("* -> archive", "acme$* -> acme", "acme$eve -> acme$eve");

    assertThat(map.of("ann")).isEqualTo("archive");
    assertThat(map.of("acme$bob")).isEqualTo("acme");
    assertThat(map.of("acme$eve")).isEqualTo("acme$eve");
    assertThat(map.maps("ann")).isTrue();
    assertThat(map.maps("acme$eve")).isFalse();
  }

  @Test
  void whoIsNobodyIsNotMapped() {
    OwnerMap map = map("* -> archive");

    assertThat(map.of("")).isEmpty();
    assertThat(map.of("anonymous")).isEqualTo("anonymous");
  }

  @Test
  void aUserWhoIsMappedToIsNotMappedOn() {
    assertThat(map("* -> archive").chained()).isEmpty();
    assertThat(map("ann -> bob", "bob -> ann").chained()).isPresent();
    assertThat(map("ann -> bob", "b* -> eve").chained()).contains(OwnerRule.parse("ann -> bob"));
  }

  @Test
  void whoIsMeantByAUserOfTheDestinationIsOnlySaidWhereItIsCertain() {
    OwnerMap map = map("ann -> archive");

    assertThat(map.sourceOf("archive")).isEmpty();
    assertThat(map.leavesOut("ann")).isTrue();
    assertThat(map.leavesOut("archive")).as("the destination's stays as it is").isTrue();
    assertThat(map.leavesOut("bob")).isFalse();
    assertThat(map.sourceOf("bob")).contains("bob");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ann", "ann ->", "-> ann", "ann -> *"})
  void aRuleThatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> OwnerRule.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void storageClassesAreMappedByName() {
    ClassMap map =
        new ClassMap(Stream.of("* -> COLD", "ICE -> STANDARD").map(ClassRule::parse).toList());

    assertThat(map.of("")).as("the default one").isEqualTo("COLD");
    assertThat(map.of("WARM")).isEqualTo("COLD");
    assertThat(map.of("ICE")).isEqualTo("STANDARD");
    assertThat(ClassMap.NONE.of("")).isEmpty();
    assertThatThrownBy(() -> ClassRule.parse("COLD -> a b"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
