package io.gyre.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gyre.log.BucketName;
import io.gyre.log.KeyOrder;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyMapTest {
  private static final KeyMap ADD = new KeyMap("", "backup/");
  private static final KeyMap STRIP = new KeyMap("app/", "");
  private static final KeyMap REPLACE = new KeyMap("app/", "old/app-");

  @ParameterizedTest
  @CsvSource({
    "photos: -> backup/, a/b, backup/a/b",
    "logs:app/ ->, app/x, x",
    "*:app/ -> old/, app/x, old/x"
  })
  void aPrefixIsAddedTakenAwayOrReplaced(String rule, String here, String there) {
    KeyMap keys = KeyRule.parse(rule).keys();

    assertThat(keys.toThere(here)).isEqualTo(there);
    assertThat(keys.toHere(there)).contains(here);
  }

  @Test
  void everyKeyComesBackAndTheOrderStays() {
    Random random = new Random(7);
    for (KeyMap map : List.of(ADD, STRIP, REPLACE)) {
      for (int i = 0; i < 1000; i++) {
        String one = map.here() + key(random);
        String other = map.here() + key(random);

        assertThat(map.toHere(map.toThere(one))).contains(one);
        assertThat(Integer.signum(KeyOrder.compare(map.toThere(one), map.toThere(other))))
            .isEqualTo(Integer.signum(KeyOrder.compare(one, other)));
      }
    }
  }

  private static String key(Random random) {
    int[] some = {'/', 'a', 'b', 0x7f, 0xe9, 0xffee, 0x1f600};
    StringBuilder key = new StringBuilder();
    for (int length = 1 + random.nextInt(4); length > 0; length--) {
      key.appendCodePoint(some[random.nextInt(some.length)]);
    }
    return key.toString();
  }

  @Test
  void whatIsNotCoveredHasNoPlace() {
    assertThatThrownBy(() -> STRIP.toThere("other")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> STRIP.toThere("app/"))
        .as("would be empty")
        .hasMessageContaining("app/");
    assertThat(REPLACE.toThere("app/")).isEqualTo("old/app-");
    assertThat(ADD.toHere("theirs")).isEmpty();
  }

  @Test
  void theAddedPrefixAloneIsNoKeyOfTheSource() {
    assertThat(ADD.toHere("backup/")).isEmpty();
    assertThat(ADD.toHere(List.of(row("backup/"), row("backup/a"))))
        .extracting(ListedVersion::key)
        .containsExactly("a");
    assertThat(REPLACE.toHere("old/app-")).contains("app/");
    assertThat(STRIP.toHere("x")).contains("app/x");
  }

  @Test
  void aListingIsOfWhatIsThereBecauseOfTheSource() {
    ListingPage there =
        new ListingPage(
            List.of(row("backup/a"), row("theirs")), new ListingPosition("backup/a", "v"), true);

    ListingPage here = ADD.toHere(there);

    assertThat(here.versions()).extracting(ListedVersion::key).containsExactly("a");
    assertThat(here.next()).isEqualTo(new ListingPosition("a", "v"));
    assertThat(here.more()).isTrue();
    assertThat(ADD.prefixThere("")).isEqualTo("backup/");
    assertThat(STRIP.prefixThere("app/x")).isEqualTo("x");
    assertThat(STRIP.prefixThere("ap")).as("all of them").isEmpty();
    assertThat(STRIP.reaches("other")).isFalse();
    assertThat(STRIP.reaches("ap")).isTrue();
  }

  @Test
  void aPositionBeforeAllKeysIsTheBeginning() {
    assertThat(ADD.markerThere("")).isEmpty();
    assertThat(STRIP.markerThere("app/")).isEmpty();
    assertThat(STRIP.markerThere("aaa")).isEmpty();
    assertThat(STRIP.markerThere("app/x")).isEqualTo("x");
  }

  private static ListedVersion row(String key) {
    return new ListedVersion(
        key, "null", false, true, OptionalLong.empty(), Instant.EPOCH, "", 1, "", "");
  }

  @Test
  void theLastRuleForABucketDecides() {
    Places places =
        new Places(
            BucketMap.NONE,
            List.of(
                KeyRule.parse("*: -> all/"),
                KeyRule.parse("photos: -> p/"),
                KeyRule.parse("acme/*: -> acme/")));

    assertThat(places.keysOf(BucketName.parse("other")).there()).isEqualTo("all/");
    assertThat(places.keysOf(BucketName.parse("photos")).there()).isEqualTo("p/");
    assertThat(places.keysOf(BucketName.parse("acme/photos")).there()).isEqualTo("acme/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/ -> b/", ": -> b/", "photos"})
  void aRuleThatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> KeyRule.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
