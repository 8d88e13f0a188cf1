package io.gyre.config.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gyre.config.ConfigException;
import io.gyre.config.Endpoint;
import io.gyre.config.GyreConfig;
import io.gyre.config.LimitsConfig;
import io.gyre.config.Problem;
import io.gyre.config.Secret;
import io.gyre.config.ZoneConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AgentConfigTest {
  private static final String KEYS =
      """
      src_access_key: AK
      src_secret_key: SK
      dest_access_key: DK
      dest_secret_key: DS
      """;
  private static final String ENDS = KEYS + "source: http://a:8000\ndestination: http://b:8001\n";

  /** As Pacific answers {@code GET /admin/config}, shortened. */
  private static final String REGION_MAP =
      """
      {"regions": [
         {"key": "r1", "val": {"id": "r1", "name": "us", "master_zone": "z1", "zones": [
            {"id": "z1", "name": "us-east", "endpoints": ["http://east:80/", "http://east2:80"]},
            {"id": "z2", "name": "us-west", "endpoints": ["http://west:80"]},
            {"id": "z5", "name": "us-dark", "endpoints": []}]}},
         {"key": "r2", "val": {"id": "r2", "name": "eu", "master_zone": "eu-mid", "zones": [
            {"name": "eu-mid", "endpoints": ["http://mid:80"]},
            {"name": "eu-low", "endpoints": ["", "http://low:80"]}]}}],
       "master_region": "r1"}
      """;

  @TempDir private Path directory;

  private Optional<String> regionMap = Optional.empty();

  @Test
  void theFileOfThe2013ArticleWorksVerbatim() {
    AgentRun run = convert(Path.of("conf/radosgw-agent.yaml"), Map.of(), Map.of());

    GyreConfig config = run.config();
    Secret secret = Secret.of("h7GhxuBLTrlhVUyxSPUKUV8r/2EI4ngqJxD7iBdBYLhwluN30JaT3Q==");
    assertThat(run.once()).isTrue();
    assertThat(config.source().endpoints())
        .containsExactly(new Endpoint("http", "localhost", 8000));
    assertThat(config.source().accessKey()).isEqualTo("0555b35654ad1656d804");
    assertThat(config.source().secretKey()).isEqualTo(secret);
    assertThat(config.source().zone()).contains("master-1");
    assertThat(config.destination().endpoints())
        .containsExactly(new Endpoint("http", "localhost", 8001));
    assertThat(config.destination().secretKey()).isEqualTo(secret);
    assertThat(config.destination().zone()).contains("slave-1");
    assertThat(config.state()).isEqualTo(Path.of("/base/localhost-8000-to-localhost-8001"));
    assertThat(run.warnings())
        .singleElement()
        .isEqualTo(
            "daemon_id (conf/radosgw-agent.yaml:11) is ignored: a replicator is known by its two"
                + " ends");
  }

  @Test
  void whatRadosgwAgentLeftOpenHasGyresDefaults() {
    AgentRun run = convert(ENDS);

    assertThat(run.once()).isFalse();
    assertThat(run.verbose()).isFalse();
    assertThat(run.quiet()).isFalse();
    assertThat(run.warnings()).isEmpty();
    assertThat(run.config().limits()).isEqualTo(LimitsConfig.defaults());
    assertThat(run.config().metadataOnly()).isFalse();
    assertThat(run.config().source().zone()).isEmpty();
  }

  @Test
  void everySettingWithAMeaningIsTaken() {
    AgentRun run =
        convert(
            ENDS
                + """
                src_zone: us-east
                dest_zone: us-west
                metadata_only: yes
                sync_scope: partial
                max_entries: 100
                incremental_sync_delay: 45
                rgw_data_log_window: 60
                verbose: true
                state: /srv/state
                """);

    assertThat(run.once()).isFalse();
    assertThat(run.verbose()).isTrue();
    GyreConfig config = run.config();
    assertThat(config.source().zone()).contains("us-east");
    assertThat(config.destination().zone()).contains("us-west");
    assertThat(config.metadataOnly()).isTrue();
    assertThat(config.limits().logPage()).isEqualTo(100);
    assertThat(config.polling().idle()).isEqualTo(Duration.ofSeconds(45));
    assertThat(config.polling().dataLogWindow()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.state()).isEqualTo(Path.of("/srv/state"));
    assertThat(run.warnings()).isEmpty();
  }

  @Test
  void theNamesOf2013AreTheSameSettings() {
    GyreConfig config =
        convert(
                KEYS
                    + """
                    src_host: a
                    dest_host: b
                    dest_port: 8001
                    source_availability_zone: z1
                    dest_az: z2
                    partial_sync_delay: 50
                    sync_type: metadata
                    """)
            .config();

    assertThat(config.source().endpoints()).containsExactly(new Endpoint("http", "a", 80));
    assertThat(config.destination().endpoints()).containsExactly(new Endpoint("http", "b", 8001));
    assertThat(config.source().zone()).contains("z1");
    assertThat(config.destination().zone()).contains("z2");
    assertThat(config.polling().idle()).isEqualTo(Duration.ofSeconds(50));
    assertThat(config.metadataOnly()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "VERSIONED",
        "NUM_WORKERS",
        "LOCK_TIMEOUT",
        "LOG_FILE",
        "OBJECT_SYNC_TIMEOUT",
        "PREPARE_ERROR_DELAY",
        "LOG_LOCK_TIME",
        "TEST_SERVER_HOST",
        "TEST_SERVER_PORT",
        "DAEMON_ID",
        "DATA_FILE"
      })
  void whatNoLongerMeansAnythingIsAcceptedWithItsReason(AgentSetting setting) {
    String inFile = setting.key() + ": 7\n";

    assertThat(convert(ENDS + inFile).warnings())
        .singleElement()
        .asString()
        .startsWith(setting.key() + " (")
        .contains("agent.yaml:7) is ignored: " + setting.reason());
    assertThat(convert(ENDS, Map.of(setting, "7")).warnings())
        .singleElement()
        .asString()
        .contains("(" + setting.flags().get(0) + ") is ignored: ");
  }

  @Test
  void laterDocumentsWinAndTheCommandLineWinsOverAll() {
    AgentRun run =
        convert(
            ENDS
                + "max_entries: 5\nquiet: true\n---\nmax_entries: 6\nrgw_data_log_window: 10\n---\n",
            Map.of(AgentSetting.RGW_DATA_LOG_WINDOW, "20", AgentSetting.VERBOSE, "true"));

    assertThat(run.config().limits().logPage()).isEqualTo(6);
    assertThat(run.config().polling().dataLogWindow()).isEqualTo(Duration.ofSeconds(20));
    assertThat(run.verbose()).isTrue();
    assertThat(run.quiet()).isFalse();
  }

  @Test
  void gyresOwnEnvironmentCountsAsAlways() {
    AgentRun run =
        convert(
            write(ENDS),
            Map.of(),
            Map.of("GYRE_SOURCE_SIGNATURE", "v2", "GYRE_STATE", "/srv", "GYRE_TRIM", "true"));

    assertThat(run.config().source().signature()).hasToString("V2");
    assertThat(run.config().state()).isEqualTo(Path.of("/srv"));
    assertThat(run.config().trim()).isTrue();
  }

  @Test
  void whatRadosgwAgentForgaveIsForgivenWithAWarning() {
    AgentRun run =
        convert(
            KEYS
                + """
                source: http://a:8000/swift/v1
                destination: http://b:8001/
                max_entries: 5000
                src-zone: z1
                sync_scop: full
                """,
            Map.of(AgentSetting.SRC_SECRET_KEY, "SK"));

    assertThat(run.config().source().endpoints()).hasToString("[http://a:8000]");
    assertThat(run.config().source().zone()).contains("z1");
    assertThat(run.config().limits().logPage()).isEqualTo(1000);
    assertThat(run.once()).isFalse();
    assertThat(run.warnings()).hasSize(3);
    assertThat(run.warnings())
        .anyMatch(line -> line.contains("sync_scop (") && line.contains("perhaps sync_scope"))
        .anyMatch(line -> line.contains("only scheme, host and port"))
        .anyMatch(line -> line.contains("--src-secret-key shows the secret"))
        .noneMatch(line -> line.contains("SK"));
  }

  @Test
  void allProblemsAreReportedAtOnceInTheOldNames() {
    List<Problem> problems =
        problems(
            """
            src_secret_key: SK
            source: gate
            dest_access_key: DK
            destination: http://b:8001
            max_entries: 0
            incremental_sync_delay: soon
            rgw_data_log_window: 7200
            sync_scope: half
            sync_type: both
            metadata_only: maybe
            """);

    assertThat(problems)
        .extracting(Problem::key)
        .containsExactlyInAnyOrder(
            "src_access_key",
            "source",
            "dest_secret_key",
            "max_entries",
            "incremental_sync_delay",
            "rgw_data_log_window",
            "sync_scope",
            "sync_type",
            "metadata_only");
    assertThat(problems("source: [ a, b ]\n"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.expected()).isEqualTo("a single value"));
  }

  @ParameterizedTest
  @CsvSource({
    "us-west, http://east:80, [http://west:80]",
    "us-east, http://west:80, '[http://east:80, http://east2:80]'",
    "eu-mid, http://low:80, [http://mid:80]",
    // Without a zone: the master of its region, or else of the master region.
    "'', http://west:80, '[http://east:80, http://east2:80]'",
    "'', http://low:80, [http://mid:80]",
    "'', http://mid:80, '[http://east:80, http://east2:80]'",
  })
  void aSourceWithoutAUrlIsAskedOfTheDestination(String zone, String destination, String source) {
    regionMap = Optional.of(REGION_MAP);
    String srcZone = zone.isEmpty() ? "" : "src_zone: " + zone + "\n";

    AgentRun run = convert(KEYS + srcZone + "destination: " + destination + "\n");

    assertThat(run.config().source().endpoints()).hasToString(source);
    assertThat(run.config().source().accessKey()).isEqualTo("AK");
    if (!zone.isEmpty()) {
      assertThat(run.config().source().zone()).contains(zone);
    }
  }

  @Test
  void aSourceThatTheDestinationCannotNameIsAProblem() {
    String noRealm = sourceProblem("src_zone: us-east\ndestination: http://b:8001\n");
    regionMap = Optional.of(REGION_MAP);
    String unknown = sourceProblem("src_zone: asia\ndestination: http://west\n");
    String dark = sourceProblem("src_zone: us-dark\ndestination: http://west\n");
    String master = sourceProblem("destination: http://east\n");

    assertThat(noRealm).contains("us-east").contains("belongs to no realm");
    assertThat(unknown).contains("asia").contains("us-east, us-west, us-dark, eu-mid, eu-low");
    assertThat(dark).contains("no endpoint of us-dark");
    assertThat(master).contains("the source");
  }

  @Test
  void theDestinationIsNotAskedWithBadCredentials() {
    regionMap = Optional.of("not even JSON");

    assertThat(problems("src_zone: us-east\ndestination: http://b\n"))
        .extracting(Problem::key)
        .contains("dest_access_key", "dest_secret_key", "src_access_key");
  }

  private String sourceProblem(String yaml) {
    List<Problem> problems = problems(KEYS + yaml);
    assertThat(problems).extracting(Problem::key).containsExactly("source");
    return problems.get(0).expected();
  }

  private List<Problem> problems(String yaml) {
    return catchThrowableOfType(ConfigException.class, () -> convert(yaml)).problems();
  }

  private AgentRun convert(String yaml) {
    return convert(yaml, Map.of());
  }

  private AgentRun convert(String yaml, Map<AgentSetting, String> flags) {
    return convert(write(yaml), flags, Map.of());
  }

  private AgentRun convert(
      Path file, Map<AgentSetting, String> flags, Map<String, String> environment) {
    Map<AgentSetting, String> given = new EnumMap<>(AgentSetting.class);
    given.putAll(flags);
    return new AgentConfig(environment, this::readRegionMap, new StateDirectories(Path.of("/base")))
        .convert(AgentValues.of(Optional.of(file), given));
  }

  private Path write(String yaml) {
    try {
      return Files.writeString(directory.resolve("agent.yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<JsonNode> readRegionMap(ZoneConfig destination) {
    assertThat(destination.accessKey()).isEqualTo("DK");
    return regionMap.map(
        text -> {
          try {
            return new ObjectMapper().readTree(text);
          } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
          }
        });
  }
}
