package io.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gyre.log.BucketName;
import io.gyre.map.Mapping;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MapConfigTest {
  private static final String ENDS =
      """
      source: { endpoint: "http://a:8000", access-key: AK, secret-key: SK }
      destination: { endpoint: "http://b:8001", access-key: DK, secret-key: DS%s }
      """;

  private static GyreConfig load(String destination, String... lines) {
    return new ConfigLoader(Map.of())
        .parse(ENDS.formatted(destination) + String.join("\n", lines), "test");
  }

  @Test
  void everyKeyIsMapped() {
    Mapping map =
        load(
                "",
                "select: { keys: [ '+ prefix:app/x', '- prefix:app/xx', '+ app/y*' ] }",
                "map:",
                "  buckets: [ 'photos -> pictures' ]",
                "  keys: [ 'photos:app/ -> ', 'other: -> backup/' ]",
                "  owners: [ '* -> archive' ]",
                "  storage-classes: [ 'COLD -> ICE' ]")
            .map()
            .mapping();

    BucketName photos = BucketName.parse("photos");
    assertThat(map.places().nameOf(photos)).hasToString("pictures");
    assertThat(map.places().keysOf(photos).toThere("app/x")).isEqualTo("x");
    assertThat(map.owners().of("ann")).isEqualTo("archive");
    assertThat(map.classes().of("COLD")).isEqualTo("ICE");
  }

  @Test
  void nothingIsMappedByDefault() {
    assertThat(MapConfig.defaults().mapping().places().isSame()).isTrue();
    assertThat(MapConfig.defaults().placeRules()).isEmpty();
    assertThat(MapConfig.defaults().laterRules()).isEmpty();
  }

  @Test
  void rulesAboutPlacesAreReadAgainFromTheState() {
    MapConfig map =
        load("", "map: { buckets: [ 'regex:a(.*) -> b$1' ], keys: [ 'x: -> p/', 'a*: -> q/' ] }")
            .map();

    MapConfig again = MapConfig.ofPlaceRules(map.placeRules());

    assertThat(again.buckets()).isEqualTo(map.buckets());
    assertThat(again.keys()).isEqualTo(map.keys());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "select: { keys: [ '- prefix:tmp/' ] }",
        "select: { keys: [ '- prefix:app/tmp', '+ prefix:app/' ] }",
        "select: { keys: [ '+ prefix:app/', '+ prefix:other/' ] }",
        "select: { keys: [ '+ a*' ] }",
        "select: { keys: [ '+ regex:app/.*' ] }"
      })
  void aPrefixIsTakenAwayWhereAllKeysHaveIt(String select) {
    ConfigException refused =
        catchThrowableOfType(
            ConfigException.class, () -> load("", select, "map: { keys: [ 'photos:app/ ->' ] }"));

    assertThat(refused).isNotNull();
    assertThat(refused.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.key()).isEqualTo("map.keys");
              assertThat(problem.expected()).contains("'+ prefix:app/'");
            });
  }

  @Test
  void ownersAreNotMappedTwiceNorWhereThereAreNone() {
    ConfigException twice =
        catchThrowableOfType(
            ConfigException.class,
            () -> load("", "map: { owners: [ 'ann -> bob', 'bob -> eve' ] }"));
    ConfigException store =
        catchThrowableOfType(
            ConfigException.class, () -> load(", type: s3", "map: { owners: [ 'ann -> bob' ] }"));

    assertThat(twice.problems()).extracting(Problem::key).containsExactly("map.owners");
    assertThat(store.problems()).extracting(Problem::key).containsExactly("map.owners");
  }
}
