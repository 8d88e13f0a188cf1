package io.gyre.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.log.BucketName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which buckets can be in one of the destination without a clash of keys. */
class PlacesTest {
  private static final BucketName ONE = new BucketName("", "one");
  private static final BucketName TWO = new BucketName("", "two");

  private static Places of(String... keys) {
    return new Places(
        new BucketMap(List.of(BucketRule.parse("one -> both"), BucketRule.parse("two -> both"))),
        List.of(keys).stream().map(KeyRule::parse).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "one: -> a/, two: -> b/, false",
    "one: -> a, two: -> b, false",
    "one:x/ -> a/, two:x/ -> b/, false",
    "one: -> a/, two: -> a/, true",
    "one: -> a, two: -> a/, true",
    "one: -> a/b/, two: -> a/, true",
    "one: -> a/, other: -> b/, true",
    "one:x/ ->, two: -> b/, true",
    // Such keys stay as they are, and those beside them are listed, too.
    "one:a/ -> a/, two: -> b/, true"
  })
  void keysMeetWhereOnePrefixBeginsWithTheOther(String one, String two, boolean meet) {
    Places places = of(one, two);
    assertThat(places.of(ONE).meets(places.of(TWO))).isEqualTo(meet);
    assertThat(places.of(TWO).meets(places.of(ONE))).isEqualTo(meet);
  }

  @Test
  void inOtherBucketsTheyNeverMeet() {
    Places places = new Places(BucketMap.NONE, List.of(KeyRule.parse("*: -> a/")));
    assertThat(places.of(ONE).meets(places.of(TWO))).isFalse();
    assertThat(places.mayShare(ONE)).isFalse();
  }

  @Test
  void aPlaceIsSharedOnlyBelowAPrefix() {
    Places places = of("one: -> a/", "two:b/ ->");
    assertThat(places.mayShare(ONE)).isTrue();
    assertThat(places.mayShare(TWO)).isFalse();
  }
}
