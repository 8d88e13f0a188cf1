package io.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gyre.select.Glob;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketFilterTest {
  @ParameterizedTest
  @CsvSource({
    "*, '', photos, true",
    "*, acme, photos, true",
    "photos-*, '', photos-2024, true",
    "photos-*, acme, photos-2024, true",
    "photos-*, '', photos, false",
    "photos, '', photos2, false",
    "photo?, '', photos, true",
    "photo?, '', photo, false",
    "acme/*, acme, photos, true",
    "acme/*, '', photos, false",
    "acme/*, other, photos, false",
    "/*, '', photos, true",
    "/*, acme, photos, false",
    "*/photos, acme, photos, true",
    "*/photos, '', photos, true",
    "a.b, '', axb, false"
  })
  void aPatternWithASlashIsAboutTheTenantToo(
      String pattern, String tenant, String name, boolean accepted) {
    var filter = new BucketFilter(List.of(new Glob(pattern)), List.of(), List.of());

    assertThat(filter.accepts(tenant, name)).isEqualTo(accepted);
  }

  @Test
  void excludeWinsOverInclude() {
    var filter =
        new BucketFilter(
            List.of(new Glob("a*"), new Glob("b*")),
            List.of(new Glob("*-tmp"), new Glob("t/*")),
            List.of());

    assertThat(filter.accepts("", "a1")).isTrue();
    assertThat(filter.accepts("", "b1")).isTrue();
    assertThat(filter.accepts("", "c1")).isFalse();
    assertThat(filter.accepts("", "a-tmp")).isFalse();
    assertThat(filter.accepts("t", "a1")).isFalse();
  }

  @Test
  void anEmptyIncludeListIsNoBucket() {
    assertThat(new BucketFilter(List.of(), List.of(), List.of()).accepts("", "a")).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> new Glob(""));
  }

  /** Against the regular expression that means the same. */
  @Test
  void aGlobMatchesWhatItsRegularExpressionMatches() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int round = 0; round < 5_000; round++) {
      String pattern = text(random, "ab*?", 1 + random.nextInt(6));
      String text = text(random, "ab", random.nextInt(8));

      assertThat(new Glob(pattern).matches(text))
          .as("seed %d: %s on %s", seed, pattern, text)
          .isEqualTo(text.matches(regex(pattern)));
    }
  }

  private static String text(Random random, String alphabet, int length) {
    return random
        .ints(length, 0, alphabet.length())
        .mapToObj(i -> alphabet.substring(i, i + 1))
        .collect(Collectors.joining());
  }

  private static String regex(String glob) {
    return Arrays.stream(glob.split(""))
        .map(c -> c.equals("*") ? ".*" : c.equals("?") ? "." : Pattern.quote(c))
        .collect(Collectors.joining());
  }
}
