package io.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gyre.select.Glob;
import io.gyre.select.Rule;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
  private static final String MINIMAL =
      """
      source: { endpoint: "http://a:8000", access-key: AK, secret-key: SK }
      destination: { endpoint: "http://b:8001", access-key: DK, secret-key: DS }
      """;

  @Test
  void whatIsNotGivenHasItsDefault() {
    GyreConfig config = load(MINIMAL, Map.of());

    assertThat(config.source().endpoints()).containsExactly(Endpoint.parse("http://a:8000"));
    assertThat(config.source().secretKey().reveal()).isEqualTo("SK");
    assertThat(config.source().zone()).isEmpty();
    assertThat(config.source().region()).isEqualTo("us-east-1");
    assertThat(config.source().signature()).isEqualTo(Signature.V4);
    assertThat(config.source().caFile()).isEmpty();
    assertThat(config.source().insecure()).isFalse();
    assertThat(config.state()).isEqualTo(Path.of("./state"));
    assertThat(config.limits()).isEqualTo(LimitsConfig.defaults());
    assertThat(config.adopt()).isEmpty();
    assertThat(config.fallbackOwner()).isEmpty();
    assertThat(config.metadataOnly()).isFalse();
    assertThat(config.dataOnly()).isFalse();
    assertThat(config.trim()).isFalse();
  }

  @Test
  void everyKeyOfAZoneIsRead() {
    GyreConfig config =
        load(
            """
            source:
              endpoint: [ "http://a:1", "https://B" ]
              access-key: 0555
              secret-key: "h7=="
              zone: master-1
              region: eu
              signature: v2
              ca-file: AUTHORITY
              insecure: true
            destination: { endpoint: "http://b:8001", access-key: DK, secret-key: DS }
            state: /var/lib/gyre
            select:
              buckets: { include: [ "a*", "t/b" ], exclude: c, rules: "- owner:x" }
              keys: [ "- prefix:tmp/", "+ tmp/keep/*" ]
              objects: { max-size: 1GiB, min-age: 1d, storage-classes: "- COLD", tags: "+ a=b" }
              users: false
            adopt: [ "bucket:x", "user:t$u", all ]
            fallback-owner: acme$heir
            metadata-only: true
            trim: true
            """
                .replace("AUTHORITY", authority().toString()),
            Map.of());

    assertThat(config.source())
        .isEqualTo(
            new ZoneConfig(
                List.of(new Endpoint("http", "a", 1), new Endpoint("https", "b", 443)),
                "0555",
                Secret.of("h7=="),
                Optional.of("master-1"),
                "eu",
                Signature.V2,
                Optional.of(authority()),
                true));
    assertThat(config.state()).isEqualTo(Path.of("/var/lib/gyre"));
    assertThat(config.select())
        .isEqualTo(
            new SelectConfig(
                new BucketFilter(
                    List.of(new Glob("a*"), new Glob("t/b")),
                    List.of(new Glob("c")),
                    List.of(Rule.parse("- owner:x"))),
                List.of(Rule.parse("- prefix:tmp/"), Rule.parse("+ tmp/keep/*")),
                new ObjectFilter(
                    Optional.empty(),
                    Optional.of(DataSize.parse("1GiB")),
                    Optional.of(Duration.ofDays(1)),
                    Optional.empty(),
                    List.of(Rule.parse("- COLD")),
                    List.of(Rule.parse("+ a=b"))),
                false));
    assertThat(config.adopt())
        .containsExactly(
            new Adopt(Adopt.Kind.BUCKET, "x"),
            new Adopt(Adopt.Kind.USER, "t$u"),
            new Adopt(Adopt.Kind.ALL, ""));
    assertThat(config.fallbackOwner()).contains("acme$heir");
    assertThat(config.metadataOnly()).isTrue();
    assertThat(config.trim()).isTrue();
  }

  private static Path authority() {
    try {
      return Path.of(
          Objects.requireNonNull(ConfigLoaderTest.class.getResource("authority.pem")).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aCaFileHasToHoldCertificates(@TempDir Path directory) throws IOException {
    Path empty = Files.createFile(directory.resolve("empty.pem"));
    Path garbage =
        Files.writeString(directory.resolve("garbage.pem"), "-----BEGIN CERTIFICATE-----");
    for (Path file : List.of(empty, garbage, directory.resolve("missing.pem"))) {
      assertThatThrownBy(
              () -> load(MINIMAL.replace("SK }", "SK, ca-file: '" + file + "' }"), Map.of()))
          .hasMessageContaining("ca-file")
          .hasMessageContaining(file.toString())
          .hasMessageContaining("a readable PEM file");
    }
  }

  @Test
  void theEnvironmentWinsOverTheFileForEveryKindOfKey() {
    GyreConfig config =
        load(
            MINIMAL,
            Map.of(
                "GYRE_SOURCE_ENDPOINT", "http://c, http://d",
                "GYRE_SOURCE_SECRET_KEY", "fromEnv",
                "GYRE_LIMITS_OBJECTS_IN_FLIGHT", "7",
                "GYRE_SELECT_BUCKETS_INCLUDE", "x*,y",
                "GYRE_TRIM", "true",
                "GYRE_SERVICE_HOST", "somebody else's",
                "GYRE_EU_SERVICE_PORT_HTTP", "80",
                "GYRE_EU_PORT_80_TCP_ADDR", "somebody else's"));

    assertThat(config.source().endpoints())
        .containsExactly(Endpoint.parse("http://c"), Endpoint.parse("http://d"));
    assertThat(config.source().secretKey().reveal()).isEqualTo("fromEnv");
    assertThat(config.limits().objectsInFlight()).isEqualTo(7);
    assertThat(config.select().buckets().include()).containsExactly(new Glob("x*"), new Glob("y"));
    assertThat(config.trim()).isTrue();
  }

  @Test
  void theEnvironmentAloneIsEnough() {
    GyreConfig config =
        load(
            "",
            Map.of(
                "GYRE_SOURCE_ENDPOINT", "http://a",
                "GYRE_SOURCE_ACCESS_KEY", "AK",
                "GYRE_SOURCE_SECRET_KEY", "SK",
                "GYRE_DESTINATION_ENDPOINT", "http://b",
                "GYRE_DESTINATION_ACCESS_KEY", "DK",
                "GYRE_DESTINATION_SECRET_KEY", "DS"));

    assertThat(config.destination().accessKey()).isEqualTo("DK");
  }

  @Test
  void valuesMayReferToTheEnvironment() {
    String text = MINIMAL.replace("secret-key: SK", "secret-key: \"a${GYRE_SOURCE_PW}-$${X}\"");

    GyreConfig config = load(text, Map.of("GYRE_SOURCE_PW", "$1"));

    assertThat(config.source().secretKey().reveal()).isEqualTo("a$1-${X}");
    assertThat(problems(text, Map.of()))
        .singleElement()
        .satisfies(p -> assertThat(p.expected()).contains("GYRE_SOURCE_PW"));
  }

  @Test
  void aSecretMayBeInAFile(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("key"), "sssh\n");
    String text = MINIMAL.replace("secret-key: SK", "secret-key-file: " + file);

    assertThat(load(text, Map.of()).source().secretKey()).isEqualTo(Secret.of("sssh"));
    assertThat(
            load(MINIMAL, Map.of("GYRE_SOURCE_SECRET_KEY_FILE", file.toString()))
                .source()
                .secretKey())
        .isEqualTo(Secret.of("sssh"));
  }

  @Test
  void aSecretIsGivenOnceAndItsFileIsReadable() {
    assertThat(problems(MINIMAL.replace("secret-key: SK", "secret-key-file: /no/such"), Map.of()))
        .singleElement()
        .satisfies(p -> assertThat(p.key()).isEqualTo("source.secret-key-file"))
        .satisfies(p -> assertThat(p.value()).contains("/no/such"));
    assertThat(problems(MINIMAL.replace("SK", "SK, secret-key-file: x"), Map.of()))
        .singleElement()
        .satisfies(p -> assertThat(p.expected()).contains("not both"));
  }

  @Test
  void everythingThatIsWrongIsReportedAtOnce() {
    var problems =
        problems(
            """
            source:
              endpoint: htp://a
              access_key: AK
              secret-key: topsecret
              insecure: maybe
            destination: { endpoint: "http://b:8001", access-key: DK, secret-key: [ DS ] }
            objects-in-flight: 4
            limits: { log-page: 0, listing-page: many, bytes-in-flight: 5 }
            polling: { bucket-min: 20s, bucket-max: 10s }
            timeouts: 30s
            """,
            Map.of("GYRE_LIMITS_LOGPAGE", "3", "GYRE_RETRY_ATTEMPTS", "-1"));

    assertThat(problems)
        .extracting(Problem::key)
        .containsExactlyInAnyOrder(
            "source.endpoint",
            "source.access_key",
            "source.access-key",
            "source.insecure",
            "destination.secret-key",
            "objects-in-flight",
            "limits.log-page",
            "limits.listing-page",
            "limits.bytes-in-flight",
            "polling.bucket-min",
            "timeouts",
            "retry.attempts",
            "GYRE_LIMITS_LOGPAGE");
    assertThat(new ConfigException(problems))
        .hasMessageContaining("source.endpoint  (test.yaml:2)")
        .hasMessageContaining("given:    htp://a")
        .hasMessageContaining("perhaps limits.objects-in-flight")
        .hasMessageContaining("perhaps source.access-key")
        .hasMessageContaining("perhaps GYRE_LIMITS_LOG_PAGE")
        .hasMessageContaining("environment variable GYRE_RETRY_ATTEMPTS")
        .hasMessageContaining("a whole number from 1 to 1000")
        .hasMessageNotContaining("topsecret");
  }

  @Test
  void aVariableThatIsNoKeyIsReportedWithTheNearestOne() {
    List<Problem> problems =
        problems(
            MINIMAL,
            Map.of("GYRE_TRIMM", "true", "GYRE_STAT", "/srv", "GYRE_METADATAONLY", "true"));

    assertThat(problems)
        .extracting(Problem::key)
        .containsExactly("GYRE_METADATAONLY", "GYRE_STAT", "GYRE_TRIMM");
    assertThat(new ConfigException(problems))
        .hasMessageContaining("perhaps GYRE_METADATA_ONLY")
        .hasMessageContaining("perhaps GYRE_STATE")
        .hasMessageContaining("perhaps GYRE_TRIM");
  }

  @Test
  void aKeyWithoutAValueIsNotGiven() {
    GyreConfig config =
        load(
            MINIMAL.replace("SK }", "SK, zone: , region: ~, ca-file: null }")
                + "limits:\nselect: { buckets: }\n",
            Map.of());

    assertThat(config).isEqualTo(load("---\n" + MINIMAL + "---\n", Map.of()));
    assertThat(problems(MINIMAL.replace("SK }", "}"), Map.of()))
        .extracting(Problem::key)
        .containsExactly("source.secret-key");
  }

  @Test
  void aZoneIsNotReplicatedToItself() {
    assertThat(problems(MINIMAL.replace("http://b:8001", "http://A:8000/"), Map.of()))
        .extracting(Problem::key)
        .containsExactly("destination.endpoint");
  }

  @Test
  void noSecretIsShownWhateverIsWrong() {
    String url = MINIMAL.replace("http://a:8000", "http://me:pass@a:8000");
    String broken = MINIMAL.replace("SK }", "\"SK }");
    String misspelt = MINIMAL.replace("secret-key: SK", "secert-key: SK-leak");

    assertThat(new ConfigException(problems(url, Map.of()))).hasMessageNotContaining("pass@");
    assertThat(new ConfigException(problems(broken, Map.of())))
        .hasMessageContaining("valid YAML")
        .hasMessageNotContaining("SK");
    assertThat(new ConfigException(problems(misspelt, Map.of())))
        .hasMessageContaining("perhaps source.secret-key")
        .hasMessageNotContaining("SK-leak");
    assertThat(load(MINIMAL, Map.of()).toString()).doesNotContain("SK").doesNotContain("DS");
  }

  @Test
  void aFileThatIsNoConfigurationIsRefused(@TempDir Path directory) {
    assertThat(problems("- a\n- b\n", Map.of())).singleElement();
    assertThat(problems(MINIMAL + "source: {}\n", Map.of()))
        .singleElement()
        .satisfies(p -> assertThat(p.expected()).isEqualTo("each key once"));
    assertThat(problems("a: 1\n---\nb: 1\n", Map.of()))
        .singleElement()
        .satisfies(p -> assertThat(p.expected()).contains("one YAML document"));
    Path missing = directory.resolve("none.yaml");
    var thrown =
        catchThrowableOfType(ConfigException.class, () -> new ConfigLoader(Map.of()).load(missing));
    assertThat(thrown).hasMessageContaining("none.yaml").hasMessageContaining("exists");
  }

  private static GyreConfig load(String text, Map<String, String> environment) {
    return new ConfigLoader(environment).parse(text, "test.yaml");
  }

  private static List<Problem> problems(String text, Map<String, String> environment) {
    return catchThrowableOfType(ConfigException.class, () -> load(text, environment)).problems();
  }
}
