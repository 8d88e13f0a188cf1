package io.gyre.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  private static RuleList rules(String text) {
    return new RuleList(
        text.isEmpty() ? List.of() : Arrays.stream(text.split(",")).map(Rule::parse).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "''; anything; true",
        "- *.tmp; a.tmp; false",
        "- *.tmp; a.tmp.txt; true",
        "-*.tmp; a.tmp; false",
        "- prefix:tmp/; tmp/a; false",
        "- prefix:tmp/; a/tmp/; true",
        "- prefix:*; a; true",
        "- regex:tmp[0-9]+; tmp12; false",
        "- regex:tmp[0-9]+; tmp12a; true",
        "- regex:.*; 'a\nb'; false",
        "+ prefix:photos/; photos/a; true",
        "+ prefix:photos/; music/a; false",
        "- prefix:tmp/,+ tmp/keep/*; tmp/keep/a; true",
        "- prefix:tmp/,+ tmp/keep/*; tmp/a; false",
        "- prefix:tmp/,+ tmp/keep/*; other; true",
        "+ tmp/keep/*,- prefix:tmp/; tmp/keep/a; false",
        "+ prefix:photos/,- *.raw; photos/a.raw; false",
        "+ prefix:photos/,- *.raw; music/a; false",
        "+ glob:prefix:a; prefix:a; true",
      })
  void theLastRuleThatMatchesDecides(String rules, String key, boolean taken) {
    assertThat(rules(rules).take(key)).isEqualTo(taken);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "''; ''; photos; ann; true; true",
        "+ photos-*; ''; photos-1; ann; true; true",
        "+ photos-*; acme; photos-1; ann; true; true",
        "+ acme/*; ''; photos-1; ann; false; false",
        "+ acme/*; acme; photos-1; ann; true; true",
        "+ tenant:ac*; acme; photos; ann; true; true",
        "- tenant:ac*; acme; photos; ann; false; false",
        "- tenant:ac*; ''; photos; ann; true; true",
        "- regex:acme/p.*; acme; photos; ann; false; false",
        "- regex:p.*; acme; photos; ann; true; true",
        "- owner:ann; ''; photos; ann; true; false",
        "- owner:ann; ''; photos; bob; true; true",
        "+ owner:acme$*; acme; photos; acme$ann; true; true",
        "+ owner:acme$*; ''; photos; bob; true; false",
        "- owner:ann,+ photos; ''; photos; ann; true; true",
        "- owner:ann,+ photos; ''; music; ann; true; false",
        "+ owner:ann,- photos; ''; photos; ann; false; false",
        "+ photos,+ owner:ann; ''; music; ann; true; true",
        "+ photos,+ owner:ann; ''; music; bob; true; false",
        "+ photos,- owner:ann; ''; music; bob; false; false",
      })
  void bucketsAreTakenByNameTenantAndOwner(
      String rules, String tenant, String name, String owner, boolean mayTake, boolean taken) {
    BucketRules buckets = new BucketRules(rules(rules));

    assertThat(buckets.mayTake(tenant, name)).as("for some owner").isEqualTo(mayTake);
    assertThat(buckets.take(tenant, name, owner)).as("for this one").isEqualTo(taken);
    assertThat(taken && !mayTake).as("left out by name although it is taken").isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // rules; size; age in days; class; tags; taken
        "min-size=10; 9; 1; STANDARD; ''; false",
        "min-size=10; 10; 1; STANDARD; ''; true",
        "max-size=10; 10; 1; STANDARD; ''; true",
        "max-size=10; 11; 1; STANDARD; ''; false",
        "min-age=2; 1; 1; STANDARD; ''; false",
        "min-age=2; 1; 2; STANDARD; ''; true",
        "max-age=2; 1; 2; STANDARD; ''; true",
        "max-age=2; 1; 3; STANDARD; ''; false",
        "max-age=2; 1; -1; STANDARD; ''; true",
        "class=- COLD*; 1; 1; COLDEST; ''; false",
        "class=- COLD*; 1; 1; STANDARD; ''; true",
        "class=+ STANDARD; 1; 1; ''; ''; true",
        "tags=- temp=*; 1; 1; STANDARD; temp=1|a=b; false",
        "tags=- temp=*; 1; 1; STANDARD; a=b; true",
        "tags=- temp=*; 1; 1; STANDARD; ''; true",
        "tags=+ keep=yes; 1; 1; STANDARD; ''; false",
        "tags=+ keep=yes; 1; 1; STANDARD; keep=yes|temp=1; true",
        "tags=+ keep=yes,- temp=*; 1; 1; STANDARD; keep=yes|temp=1; false",
        "tags=+ keep=yes; 1; 1; STANDARD; ?; true",
      })
  void objectsAreTakenByWhatTheyAre(
      String rule, long size, int age, String storageClass, String tags, boolean taken) {
    Traits unknownTags = Traits.of(size, NOW.minus(Duration.ofDays(age)), storageClass);
    Set<String> known = tags.isEmpty() ? Set.of() : Set.of(tags.split("\\|"));

    assertThat(object(rule).take(tags.equals("?") ? unknownTags : unknownTags.with(known), NOW))
        .isEqualTo(taken);
  }

  private static ObjectRules object(String rule) {
    String key = rule.substring(0, rule.indexOf('='));
    String value = rule.substring(key.length() + 1);
    OptionalLong bytes = key.endsWith("size") ? number(value) : OptionalLong.empty();
    Optional<Duration> days =
        key.endsWith("age")
            ? Optional.of(Duration.ofDays(Long.parseLong(value)))
            : Optional.empty();
    return new ObjectRules(
        key.equals("min-size") ? bytes : OptionalLong.empty(),
        key.equals("max-size") ? bytes : OptionalLong.empty(),
        key.equals("min-age") ? days : Optional.empty(),
        key.equals("max-age") ? days : Optional.empty(),
        key.equals("class") ? rules(value) : RuleList.NONE,
        key.equals("tags") ? rules(value) : RuleList.NONE);
  }

  private static OptionalLong number(String value) {
    return OptionalLong.of(Long.parseLong(value));
  }

  @Test
  void whatIsNotKnownLeavesNothingOut() {
    Traits nothing =
        new Traits(
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.<Set<String>>empty());

    for (String rule : List.of("min-size=10", "max-age=1", "class=+ COLD", "tags=+ a=b")) {
      assertThat(object(rule).take(nothing, NOW)).as(rule).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"photos", "+", "- ", "- regex:(", "- prefix:", "owner:a", ""})
  void whatIsNoRuleIsRefused(String text) {
    assertThatThrownBy(() -> Rule.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Where there are no rules, nothing is asked of them: none may be forgotten. */
  @Test
  void eachRuleAboutObjectsMakesAskingNecessary() {
    RuleList rule = new RuleList(List.of(Rule.parse("-a")));
    OptionalLong no = OptionalLong.empty();
    OptionalLong some = OptionalLong.of(1);
    Optional<Duration> never = Optional.empty();
    Optional<Duration> ever = Optional.of(Duration.ofDays(1));
    RuleList none = RuleList.NONE;
    List<ObjectRules> each =
        List.of(
            new ObjectRules(some, no, never, never, none, none),
            new ObjectRules(no, some, never, never, none, none),
            new ObjectRules(no, no, ever, never, none, none),
            new ObjectRules(no, no, never, ever, none, none),
            new ObjectRules(no, no, never, never, rule, none),
            new ObjectRules(no, no, never, never, none, rule));

    assertThat(each).hasSize(ObjectRules.class.getRecordComponents().length);
    assertThat(each).noneMatch(ObjectRules::isEmpty);
    assertThat(new ObjectRules(no, no, never, never, none, none).isEmpty()).isTrue();
  }
}
