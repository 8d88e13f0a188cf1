package io.gyre.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.log.BucketName;
import io.gyre.map.NameClashes.Clash;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NameClashesTest {
  private static List<String> clashes(String keys, String... buckets) {
    NameClashes names =
        new NameClashes(
            new Places(
                new BucketMap(List.of(BucketRule.parse("regex:[a-z] -> all"))),
                Stream.of(keys.split(","))
                    .filter(rule -> !rule.isEmpty())
                    .map(KeyRule::parse)
                    .toList()));
    return Stream.of(buckets)
        .map(BucketName::parse)
        .flatMap(bucket -> names.add(bucket).stream())
        .map(NameClashesTest::shown)
        .toList();
  }

  private static String shown(Clash clash) {
    return clash.one() + " " + clash.other() + " " + clash.there();
  }

  @Test
  void oneNameIsEnoughWhereKeysAreNotApart() {
    assertThat(clashes("", "a", "b", "other", "c")).containsExactly("a b all", "a c all");
  }

  @Test
  void keysThatCannotMeetClashWithNone() {
    assertThat(clashes("a: -> a/,b: -> ab,c: -> a0", "a", "b", "c", "a", "other")).isEmpty();
  }

  @Test
  void whatBeginsWithAnotherOneIsFoundWhicheverCameFirst() {
    String keys = "a: -> p/,b: -> p/q/,c: -> p,d: -> p-,e: -> x";
    assertThat(clashes(keys, "a", "d", "e", "b")).containsExactly("a b all");
    assertThat(clashes(keys, "b", "d", "e", "a")).containsExactly("b a all");
    assertThat(clashes(keys, "d", "b", "c")).hasSize(1).first().asString().endsWith(" c all");
    assertThat(clashes(keys, "a", "other", "f")).containsExactly("a f all");
  }
}
