package io.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gyre.select.Contents;
import io.gyre.select.Glob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * For every section: its defaults are pinned, every key is mapped, and what is out of range is
 * refused.
 */
class ConfigRecordsTest {
  private static final String ENDS =
      """
      source: { endpoint: "http://a:8000", access-key: AK, secret-key: SK }
      destination: { endpoint: "http://b:8001", access-key: DK, secret-key: DS }
      """;

  @Test
  void limits() {
    assertThat(LimitsConfig.defaults())
        .isEqualTo(
            new LimitsConfig(
                64,
                DataSize.parse("256MiB"),
                16,
                64,
                1000,
                1000,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    assertThat(
            load("""
                    limits:
                      objects-in-flight: 1
                      bytes-in-flight: 2MiB
                      full-passes: 3
                      live-workers: 4
                      log-page: 5
                      listing-page: 6
                      connections-per-zone: 7
                      bandwidth: 9MiB/s
                      objects-per-second: 10
                      max-delete: 8
                      max-delete-per-hour: 9
                    """)
                .limits())
        .isEqualTo(
            new LimitsConfig(
                1,
                DataSize.parse("2MiB"),
                3,
                4,
                5,
                6,
                Optional.of(7),
                Optional.of(DataRate.parse("9MiB/s")),
                Optional.of(10),
                Optional.of(8),
                Optional.of(9)));
  }

  @Test
  void connectionsFollowTheObjectsInFlightUnlessGiven() {
    assertThat(LimitsConfig.defaults().connections()).isEqualTo(128);
    assertThat(load("limits: { objects-in-flight: 10 }").limits().connections()).isEqualTo(20);
    assertThat(load("limits: { connections-per-zone: 70 }").limits().connections()).isEqualTo(70);
  }

  @Test
  void timeouts() {
    assertThat(TimeoutsConfig.defaults())
        .isEqualTo(
            new TimeoutsConfig(
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                DataRate.parse("1MiB/s"),
                Duration.ofSeconds(20),
                Duration.ofSeconds(30)));
    assertThat(
            load("""
                    timeouts:
                      connect: 1s
                      acquire: 2s
                      read: 3s
                      call: 4s
                      object-base: 5s
                      object-min-throughput: 6KiB/s
                      drain: 7s
                      lease: 8s
                    """)
                .timeouts())
        .isEqualTo(
            new TimeoutsConfig(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                DataRate.parse("6KiB/s"),
                Duration.ofSeconds(7),
                Duration.ofSeconds(8)));
  }

  @Test
  void theTimeOfAnObjectGrowsWithItsSize() {
    TimeoutsConfig timeouts = TimeoutsConfig.defaults();

    assertThat(timeouts.object(0)).isEqualTo(Duration.ofSeconds(60));
    assertThat(timeouts.object(10 << 20)).isEqualTo(Duration.ofSeconds(70));
    assertThat(timeouts.object(5L << 40)).isEqualTo(Duration.ofSeconds(60 + (5 << 20)));
  }

  @Test
  void polling() {
    assertThat(PollingConfig.defaults())
        .isEqualTo(
            new PollingConfig(
                Duration.ofSeconds(20),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Duration.ofMillis(250),
                Duration.ofSeconds(4),
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                Duration.ofHours(1)));
    assertThat(
            load("""
                    polling:
                      idle: 7s
                      active: 6s
                      busy: 60ms
                      bucket-min: 30ms
                      bucket-max: 4s
                      data-log-window: 5s
                      sweep: 6m
                      metadata-full-interval: 7d
                    """)
                .polling())
        .isEqualTo(
            new PollingConfig(
                Duration.ofSeconds(7),
                Duration.ofSeconds(6),
                Duration.ofMillis(60),
                Duration.ofMillis(30),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                Duration.ofMinutes(6),
                Duration.ofDays(7)));
  }

  @Test
  void retry() {
    assertThat(RetryConfig.defaults())
        .isEqualTo(
            new RetryConfig(
                Duration.ofMillis(200),
                Duration.ofSeconds(30),
                5,
                Duration.ofMinutes(1),
                Duration.ofMinutes(30),
                Duration.ofSeconds(60)));
    assertThat(
            load("""
                    retry:
                      initial: 1ms
                      max: 2s
                      attempts: 3
                      parked-retry-min: 4s
                      parked-retry-max: 5s
                      unknown-settle: 6s
                    """)
                .retry())
        .isEqualTo(
            new RetryConfig(
                Duration.ofMillis(1),
                Duration.ofSeconds(2),
                3,
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                Duration.ofSeconds(6)));
  }

  @Test
  void ops(@TempDir Path directory) throws IOException {
    assertThat(OpsConfig.defaults())
        .isEqualTo(
            new OpsConfig(
                new Listen("127.0.0.1", 9180),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of()));
    Path key = Files.writeString(directory.resolve("key.pem"), "of no consequence");
    Path certificate = Path.of("src/test/resources/io/gyre/config/authority.pem");
    OpsConfig given =
        load("""
                ops:
                  listen: "[::]:9443"
                  token: 0123456789abcdef
                  tls-certificate: %s
                  tls-key: %s
                  hosts: [ gyre.example, other ]
                """
                .formatted(certificate, key))
            .ops();
    assertThat(given)
        .isEqualTo(
            new OpsConfig(
                new Listen("::", 9443),
                Optional.of(Secret.of("0123456789abcdef")),
                Optional.of(certificate),
                Optional.of(key),
                List.of("gyre.example", "other")));
    assertThat(given.listen().isLoopback()).isFalse();
    assertThat(given.toString()).doesNotContain("0123456789abcdef");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:1", "127.9.9.9:1", "localhost:0", "[::1]:65535"})
  void whatOnlyThisMachineReachesNeedsNoToken(String listen) {
    assertThat(load("ops: { listen: '" + listen + "' }").ops().listen())
        .hasToString(listen)
        .matches(Listen::isLoopback);
  }

  @Test
  void theServerForOperatorsCanBeLeftOut() {
    assertThat(load("ops: { listen: none }").ops().listen()).isEqualTo(Listen.NONE);
  }

  /** Also by a name that could be that of any machine. */
  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0:9180", "[::]:9180", "10.0.0.1:9180", "127.example:9180"})
  void whatOthersReachIsRefusedWithoutTokenAndTls(String listen) {
    var refused =
        catchThrowableOfType(
            ConfigException.class, () -> load("ops: { listen: '" + listen + "' }"));

    assertThat(refused.problems())
        .extracting(Problem::key)
        .containsExactly("ops.token", "ops.tls-certificate");
    assertThat(refused.getMessage()).contains("reached from other machines");
  }

  @Test
  void select() {
    assertThat(SelectConfig.defaults())
        .isEqualTo(
            new SelectConfig(
                new BucketFilter(List.of(new Glob("*")), List.of(), List.of()),
                List.of(),
                new ObjectFilter(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    List.of()),
                true));
    assertThat(SelectConfig.defaults().contents()).isEqualTo(Contents.ALL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limits: { objects-in-flight: 0 } | limits.objects-in-flight",
        "limits: { objects-in-flight: 1025 } | limits.objects-in-flight",
        "limits: { objects-in-flight: 64.5 } | limits.objects-in-flight",
        "limits: { bytes-in-flight: 1023KiB } | limits.bytes-in-flight",
        "limits: { bytes-in-flight: 256 } | limits.bytes-in-flight",
        "limits: { full-passes: 0 } | limits.full-passes",
        "limits: { live-workers: 4097 } | limits.live-workers",
        "limits: { log-page: 1001 } | limits.log-page",
        "limits: { listing-page: 0 } | limits.listing-page",
        "limits: { connections-per-zone: 63 } | limits.connections-per-zone",
        "limits: { max-delete: -1 } | limits.max-delete",
        "limits: { bandwidth: 1023B/s } | limits.bandwidth",
        "limits: { objects-per-second: 0 } | limits.objects-per-second",
        "ops: { listen: '9180' } | ops.listen",
        "ops: { listen: '127.0.0.1:65536' } | ops.listen",
        "ops: { listen: 'a/b:1' } | ops.listen",
        "ops: { token: short } | ops.token",
        "ops: { tls-key: /no/such/file } | ops.tls-key",
        "ops: { tls-certificate: /no/such/file } | ops.tls-certificate",
        "timeouts: { connect: 31s } | timeouts.connect",
        "timeouts: { connect: 2m } | timeouts.connect",
        "timeouts: { acquire: 0s } | timeouts.acquire",
        "timeouts: { read: 11m } | timeouts.read",
        "timeouts: { call: 1s } | timeouts.connect",
        "timeouts: { object-base: 99ms } | timeouts.object-base",
        "timeouts: { object-min-throughput: 0B/s } | timeouts.object-min-throughput",
        "timeouts: { drain: 1h } | timeouts.drain",
        "timeouts: { lease: 4s } | timeouts.lease",
        "polling: { idle: 30 } | polling.idle",
        "polling: { idle: 500ms } | polling.busy",
        "polling: { busy: 0s } | polling.busy",
        "polling: { bucket-min: 5s } | polling.bucket-min",
        "polling: { bucket-max: 11m } | polling.bucket-max",
        "polling: { data-log-window: 0s } | polling.data-log-window",
        "polling: { sweep: 8d } | polling.sweep",
        "polling: { metadata-full-interval: 0s } | polling.metadata-full-interval",
        "retry: { initial: 31s } | retry.initial",
        "retry: { max: 2h } | retry.max",
        "retry: { attempts: 0 } | retry.attempts",
        "retry: { parked-retry-min: 2d, parked-retry-max: 3d } | retry.parked-retry-min",
        "retry: { parked-retry-max: 30s } | retry.parked-retry-min",
        "select: { users: 1 } | select.users",
        "select: { buckets: { include: [ '' ] } } | select.buckets.include",
        "adopt: [ bucket ] | adopt",
        "adopt: [ 'user:' ] | adopt",
        "trim: perhaps | trim",
        "state: '' | state",
      })
  void whatIsOutOfRangeIsRefused(String yaml, String key) {
    var refused = catchThrowableOfType(ConfigException.class, () -> load(yaml));

    assertThat(refused).isNotNull();
    assertThat(refused.problems()).extracting(Problem::key).contains(key);
    assertThat(refused.problems()).allSatisfy(p -> assertThat(p.expected()).isNotBlank());
  }

  @Test
  void everyRuleIsAboutAKeyThatExists() {
    var refused =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                load(
                    """
                    limits: { objects-in-flight: 0, bytes-in-flight: 0B, full-passes: 0, live-workers: 0,
                      log-page: 0, listing-page: 0, connections-per-zone: 5000 }
                    timeouts: { connect: 0s, acquire: 0s, read: 0s, call: 0s, object-base: 0s,
                      object-min-throughput: 1B/s, drain: 1d, lease: 1s }
                    polling: { idle: 0s, active: 0s, busy: 0s, bucket-min: 0s, bucket-max: 0s, data-log-window: 0s,
                      sweep: 0s, metadata-full-interval: 0s }
                    retry: { initial: 0s, max: 0s, attempts: 0, parked-retry-min: 0s,
                      parked-retry-max: 0s }
                    """));

    assertThat(refused.problems())
        .allSatisfy(problem -> assertThat(Keys.ALL).contains(problem.key()))
        .allSatisfy(problem -> assertThat(problem.where()).isPresent());
    assertThat(refused.problems()).extracting(Problem::key).doesNotHaveDuplicates().hasSize(28);
  }

  private static GyreConfig load(String yaml) {
    return new ConfigLoader(Map.of()).parse(ENDS + yaml, "test.yaml");
  }
}
