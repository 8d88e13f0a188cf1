package io.gyre.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gyre.log.BucketName;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketMapTest {
  private static BucketMap map(String... rules) {
    return new BucketMap(Stream.of(rules).map(BucketRule::parse).toList());
  }

  private static String of(BucketMap map, String bucket) {
    return map.of(BucketName.parse(bucket)).toString();
  }

  @Test
  void aRuleIsAboutTheWholeNameWithItsTenant() {
    BucketMap map = map("photos -> pictures", "acme/photos -> acme-photos", "plain -> acme/plain");

    assertThat(of(map, "photos")).isEqualTo("pictures");
    assertThat(of(map, "acme/photos")).isEqualTo("acme-photos");
    assertThat(of(map, "plain")).isEqualTo("acme/plain");
    assertThat(of(map, "photos2")).isEqualTo("photos2");
    assertThat(of(map, "other/photos")).isEqualTo("other/photos");
  }

  @Test
  void groupsOfARegularExpressionAreFilledIn() {
    BucketMap map = map("regex:(a|ab)-logs(-old)? -> archive-$1$2", "regex:acme/(.*) -> acme-$1");

    assertThat(of(map, "ab-logs")).isEqualTo("archive-ab");
    assertThat(of(map, "a-logs-old")).isEqualTo("archive-a-old");
    assertThat(of(map, "xa-logs")).as("not the whole name").isEqualTo("xa-logs");
    assertThat(of(map, "acme/b.c")).isEqualTo("acme-b.c");
  }

  @Test
  void theLastRuleThatMatchesDecides() {
    BucketMap map = map("regex:(.*) -> copy-$1", "keep -> keep");

    assertThat(of(map, "some")).isEqualTo("copy-some");
    assertThat(of(map, "keep")).isEqualTo("keep");
  }

  @Test
  void whatCannotBeANameIsSaid() {
    BucketMap map = map("regex:cut-(.*) -> $1");
    BucketName bucket = BucketName.parse("cut-x");

    assertThat(map.impossible(bucket)).contains("'x'", "map.buckets");
    assertThatThrownBy(() -> map.of(bucket)).isInstanceOf(IllegalArgumentException.class);
    assertThat(map.impossible(BucketName.parse("cut-long"))).isEmpty();
  }

  @Test
  void onlyTheSourceThatTheRulesTellIsNamed() {
    BucketMap exact = map("one -> two", "two -> three", "photos -> pictures", "old -> elsewhere");

    assertThat(exact.sourceOf(BucketName.parse("two"))).contains(BucketName.parse("one"));
    assertThat(exact.sourceOf(BucketName.parse("other"))).contains(BucketName.parse("other"));
    assertThat(exact.sourceOf(BucketName.parse("photos"))).as("of none").isEmpty();
    assertThat(exact.sourceOf(BucketName.parse("pictures"))).as("either of two").isEmpty();
    assertThat(map("regex:a(.*) -> b$1").sourceOf(BucketName.parse("bcd"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "photos",
        "-> photos",
        "photos ->",
        "regex: -> photos",
        "regex:( -> photos",
        "photos -> $1",
        "regex:(a)b -> $2",
        "photos -> a/b/c",
        "a/b/c -> photos"
      })
  void aRuleThatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> BucketRule.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRuleIsReadAgainFromItsText() {
    BucketRule rule = BucketRule.parse("  regex:a(.*)->b$1 ");

    assertThat(BucketRule.parse(rule.toString())).isEqualTo(rule);
    assertThat(rule).hasToString("regex:a(.*) -> b$1");
  }
}
