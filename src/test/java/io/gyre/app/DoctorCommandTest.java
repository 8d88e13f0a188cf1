package io.gyre.app;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.gyre.checkpoint.JdbcCheckpointStore;
import io.gyre.checkpoint.RouteIdentity;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor} against gateways that answer as real ones do, or do not. */
class DoctorCommandTest {
  private static final String SECRET = "very-secret-key";
  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension static final WireMockExtension SOURCE = gateway();

  @RegisterExtension static final WireMockExtension DESTINATION = gateway();

  @TempDir private Path directory;
  private String patience = "20s";
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private static WireMockExtension gateway() {
    return WireMockExtension.newInstance()
        .options(WireMockConfiguration.wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
        .build();
  }

  @BeforeEach
  void twoZones() {
    zone(SOURCE, "1", "'true'");
    zone(DESTINATION, "2", "'false'");
  }

  private static final String LEASE = "/admin/log\\?type=metadata&id=0&period=gyre-doctor&info=";

  private static void zone(WireMockExtension gateway, String number, String logs) {
    answer(gateway, ".*", 404, "{'Code':'NoSuchKey','RequestId':'tx1'}");
    answer(gateway, "/swift/info", 200, "{'swift':{'version':'16.2.15'}}");
    answer(
        gateway,
        "/admin/metadata/user\\?myself=",
        200,
        "{'data':{'user_id':'gyre','system':'true','op_mask':'read, write, delete',"
            + "'keys':[{'secret_key':'very-secret-key'}]}}");
    answer(
        gateway,
        "/admin/config\\?type=zone",
        200,
        "{'id':'z%s','name':'zone-%s','realm_id':'r%s','system_key':{'secret_key':'very-secret-key'}}"
            .formatted(number, number, number));
    answer(
        gateway,
        "/admin/config\\?type=zonegroup-map",
        200,
        ("{'master_zonegroup':'gN','zonegroups':[{'key':'gN','val':{'id':'gN','name':'group-N',"
                + "'master_zone':'zN','default_placement':'p','placement_targets':[{'name':'p'}],"
                + "'zones':[{'id':'zN','name':'zone-N','log_data':LOGS,'endpoints':['http://x']},"
                + "{'id':'zNp','name':'peer','endpoints':[],'sync_from_all':'true'}]}}]}")
            .replace("N", number)
            .replace("LOGS", logs));
    answer(gateway, "/admin/log\\?type=metadata", 200, "{'num_objects':64}");
    answer(gateway, "/admin/realm/period", 200, "{'id':'period'}");
    answer(gateway, "/admin/log\\?type=data", 200, "{'num_objects':2}");
    answer(gateway, LEASE, 200, "{'marker':'','last_update':'0.000000'}");
    answer(gateway, ".*&id=0&info=", 200, "{'marker':'','last_update':'0.000000'}");
    answer(gateway, ".*&id=1&info=", 200, "{'marker':'m','last_update':'2026-01-01T00:00:00.0Z'}");
    answer(
        gateway,
        ".*&id=1&extra-info=true&max-entries=1",
        200,
        "{'marker':'m','truncated':false,'entries':[{'log_id':'m',"
            + "'log_timestamp':'2026-01-01T00:00:00.0Z','entry':{'key':'b:z1.1:0'}}]}");
    answer(
        gateway,
        "/admin/metadata/bucket\\?max-entries=100",
        200,
        "{'keys':['plain','ruled','acme/ruled'],'truncated':'false'}");
    answer(
        gateway,
        "/admin/metadata/user\\?max-entries=100",
        200,
        "{'keys':['gyre'],'truncated':'false'}");
    answer(gateway, "/admin/metadata/user\\?key=gyre", 200, "{'data':{'keys':[{'user':'gyre'}]}}");
    answer(
        gateway,
        "/.*\\?lifecycle=",
        404,
        "<Error><Code>NoSuchLifecycleConfiguration</Code><RequestId>tx</RequestId></Error>");
  }

  private static void answer(WireMockExtension gateway, String url, int status, String body) {
    gateway.stubFor(
        get(urlMatching(url)).willReturn(dated(Instant.now(), body).withStatus(status)));
  }

  private static ResponseDefinitionBuilder dated(Instant date, String body) {
    return aResponse()
        .withBody(body.replace('\'', '"'))
        .withHeader(
            "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC)));
  }

  private static String at(WireMockExtension gateway) {
    return "http://127.0.0.1:" + gateway.getPort();
  }

  private int runFor(String source, String destination, String... options) throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("gyre.yaml"),
            """
            source: { endpoint: [%s], access-key: AK, secret-key: %s, zone: zone-1 }
            destination: { endpoint: [%s], access-key: DK, secret-key: %s }
            timeouts: { call: %s }
            state: %s
            """
                .formatted(
                    source, SECRET, destination, SECRET, patience, directory.resolve("state")));
    var arguments = new ArrayList<>(List.of("doctor", "-c", config.toString()));
    arguments.addAll(List.of(options));
    int code =
        Gyre.commandLine(Wiring.real(), Map.of())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments.toArray(String[]::new));
    assertThat(out.toString() + err).doesNotContain(SECRET);
    return code;
  }

  private int run(String... options) throws IOException {
    return runFor(at(SOURCE), at(DESTINATION), options);
  }

  private JsonNode finding(String end, String check) throws JsonProcessingException {
    for (JsonNode finding : JSON.readTree(out.toString()).path("findings")) {
      if (finding.path("end").asText().equals(end)
          && finding.path("check").asText().equals(check)) {
        return finding;
      }
    }
    throw new AssertionError("no finding of " + end + ", " + check + ": " + out);
  }

  private void assertFinding(String end, String check, String level, String words)
      throws JsonProcessingException {
    JsonNode finding = finding(end, check);
    assertThat(finding.path("level").asText()).as("%s", finding).isEqualTo(level);
    assertThat(finding.path("message").asText()).contains(words);
  }

  @Test
  void aHealthyPairIsReadyAndNothingIsWritten() throws Exception {
    assertThat(run("--json")).as("%s", out).isEqualTo(ExitCode.DONE);

    JsonNode all = JSON.readTree(out.toString());
    assertThat(all.path("fail").asInt()).isZero();
    assertThat(all.path("warn").asInt()).as("%s", all).isZero();
    assertFinding("source", "version", "OK", "16.2.15, as /swift/info says");
    assertFinding("source", "log-trim", "OK", "since 2026-01-01 00:00 UTC");
    assertFinding("destination", "lifecycle", "OK", "all 3 buckets");
    assertFinding("here", "state", "OK", "will be made");
    assertThat(directory.resolve("state")).doesNotExist();
    for (WireMockExtension gateway : new WireMockExtension[] {SOURCE, DESTINATION}) {
      int requests = gateway.findAll(anyRequestedFor(anyUrl())).size();
      assertThat(gateway.findAll(getRequestedFor(anyUrl()))).hasSize(requests).isNotEmpty();
    }
  }

  @Test
  void aDestinationWithoutAMetadataLogToLockIsSaid() throws Exception {
    answer(DESTINATION, LEASE, 404, "{'Code':'NoSuchKey','RequestId':'tx1'}");
    assertThat(run("--json")).isEqualTo(ExitCode.DONE);
    assertFinding("destination", "lease", "WARN", "no metadata log to lock");

    out.getBuffer().setLength(0);
    answer(DESTINATION, LEASE, 404, "<html>nginx</html>");
    assertThat(run("--json")).isEqualTo(ExitCode.DONE);
    assertFinding("destination", "lease", "WARN", "cannot be told");
  }

  /** Of three buckets one is troubled; the two others are removed while they are looked at. */
  @Test
  void bucketsAndUsersAreLookedAt() throws Exception {
    for (WireMockExtension gateway : new WireMockExtension[] {SOURCE, DESTINATION}) {
      answer(
          gateway,
          "/admin/bucket\\?bucket=plain&stats=true",
          200,
          "{'id':'i1','num_shards':2,'usage':{'rgw.main':{'size':96,'num_objects':3}},"
              + "'bucket_quota':{'enabled':true,'max_size':100,'max_objects':-1}}");
    }
    String instance = "/admin/metadata/bucket.instance\\?key=plain%3Ai1";
    answer(SOURCE, instance, 200, "{'data':{'bucket_info':{'flags':2,'reshard_status':1}}}");
    answer(DESTINATION, instance, 200, "{'data':{'bucket_info':{'flags':6}}}");
    answer(
        SOURCE,
        "/admin/log\\?type=bucket-index&bucket-instance=plain%3Ai1%3A0&max-entries=1000",
        200,
        "[]");
    answer(SOURCE, "/admin/metadata/user\\?key=gyre", 200, "{'data':{'keys':[]}}");

    assertThat(run("--json")).isEqualTo(ExitCode.DONE);

    assertFinding("source", "reshard", "WARN", "plain being resharded");
    assertFinding("source", "quota", "WARN", "the quota of plain is used up");
    assertFinding("source", "index-log", "OK", "no bucket index log is large");
    assertFinding("source", "users", "WARN", "without any key");
    assertFinding("destination", "quota", "WARN", "the quota of plain is used up");
    assertFinding(
        "destination", "versioning", "WARN", "plain (enabled at the source, suspended here)");
  }

  @Test
  void theTextHasOneLineForEachCheckAndTheFixBelow() throws Exception {
    zone(SOURCE, "1", "'false'");

    assertThat(run()).isEqualTo(ExitCode.DIFFERENCES);

    assertThat(out.toString())
        .containsPattern("(?m)^source$")
        .containsPattern("(?m)^this host$")
        .containsPattern("(?m)^  OK    clock         agrees")
        .containsPattern(
            "(?m)^  FAIL  data log      zone zone-1 writes no data log.*\\R"
                + "^          ceph config set client.rgw rgw_sync_log_trim_interval 0\\R")
        .containsPattern("(?m)^Not ready: 1 FAIL, 0 WARN, \\d+ OK\\.$");
  }

  @Test
  void anUnreachableEndpointDoesNotHideTheOtherEnd() throws Exception {
    String dead;
    try (ServerSocket free = new ServerSocket(0)) {
      dead = "http://127.0.0.1:" + free.getLocalPort();
    }

    assertThat(runFor(dead, at(DESTINATION), "--json")).isEqualTo(ExitCode.UNREACHABLE);

    assertFinding("source", "endpoint", "FAIL", dead + " does not answer: Connection refused");
    assertFinding("source", "the-rest", "WARN", "no endpoint answers");
    assertFinding("destination", "zone", "OK", "zone zone-2 of zonegroup group-2");
    assertFinding("here", "state", "OK", "");
  }

  @Test
  void anEndpointThatNeverAnswersEndsInTime() throws Exception {
    SOURCE.stubFor(any(anyUrl()).willReturn(aResponse().withFixedDelay(60_000)));
    patience = "2s";
    Instant start = Instant.now();

    assertThat(run("--json")).isEqualTo(ExitCode.UNREACHABLE);

    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(20));
    assertFinding("source", "endpoint", "FAIL", "does not answer: no answer in time");
  }

  @Test
  void aWrongSecretIsSaidAndNeverShown() throws Exception {
    answer(SOURCE, "/admin.*", 403, "{'Code':'SignatureDoesNotMatch','RequestId':'tx1'}");

    assertThat(run("--json")).isEqualTo(ExitCode.UNREACHABLE);

    assertFinding("source", "credentials", "FAIL", "secret key is not that of access key AK");
    assertFinding("destination", "zone", "OK", "");
  }

  /** With caps alone the admin API answers, but without what only system users are shown. */
  @Test
  void aUserWithCapsIsNotASystemUser() throws Exception {
    answer(
        SOURCE,
        "/admin/metadata/user\\?myself=",
        200,
        "{'data':{'user_id':'capped','system':'false','op_mask':'read, write, delete'}}");

    assertThat(run("--json")).isEqualTo(ExitCode.DIFFERENCES);

    assertFinding("source", "system-user", "FAIL", "capped is no system user");
    assertThat(finding("source", "system-user").path("fix").get(0).asText())
        .isEqualTo("radosgw-admin user modify --uid='capped' --system");
  }

  @Test
  void anotherZoneThanConfiguredIsNamed() throws Exception {
    zone(SOURCE, "3", "'true'");

    assertThat(run("--json")).isEqualTo(ExitCode.DIFFERENCES);

    assertFinding("source", "zone", "FAIL", "expects zone zone-1, the gateway serves zone zone-3");
  }

  @Test
  void endpointsOfTwoZonesAreNotOneEnd() throws Exception {
    runFor(at(SOURCE) + ", " + at(DESTINATION), "http://127.0.0.1:1", "--json");

    assertThat(out.toString()).contains("serves another zone than the rest");
  }

  @Test
  void anEndpointThatIsNoGatewayDoesNotSpoilTheOthersAnswers() throws Exception {
    answer(DESTINATION, ".*", 404, "<html>not here</html>");

    assertThat(runFor(at(SOURCE) + ", " + at(DESTINATION), "http://127.0.0.1:1", "--json"))
        .isEqualTo(ExitCode.UNREACHABLE);

    assertFinding("source", "system-user", "OK", "");
    assertFinding("source", "log-trim", "OK", "");
    assertThat(out.toString()).contains("cannot be told at " + at(DESTINATION));
  }

  @Test
  void anAnswerThatIsNoJsonIsAFinding() throws Exception {
    answer(SOURCE, "/admin/config\\?type=zone", 200, "<html>hello</html>");

    assertThat(run("--json")).isEqualTo(ExitCode.DIFFERENCES);

    assertFinding("source", "zone", "FAIL", "not one JSON document");
    assertFinding("destination", "zone", "OK", "");
  }

  @Test
  void aZoneWithoutARealmIsNotAskedForItsMetadataLog() throws Exception {
    answer(SOURCE, "/admin/config\\?type=zone", 200, "{'id':'z1','name':'zone-1','realm_id':''}");
    answer(
        SOURCE,
        "/admin/config\\?type=zonegroup-map",
        404,
        "{'Code':'NoSuchKey','RequestId':'tx1'}");

    assertThat(run("--json")).isEqualTo(ExitCode.DIFFERENCES);

    assertThat(finding("source", "data-log").path("fix").toString()).contains("realm create");
    SOURCE.verify(0, getRequestedFor(urlMatching("/admin/log\\?type=metadata")));
  }

  @Test
  void aClockThatIsOffIsMeasured() throws Exception {
    SOURCE.stubFor(
        get(urlMatching("/swift/info"))
            .willReturn(dated(Instant.now().plusSeconds(120), "{'swift':{'version':'16.2.15'}}")));

    assertThat(run("--json")).isEqualTo(ExitCode.DONE);

    assertThat(finding("source", "clock").path("message").asText())
        .containsPattern("1[12]\\d s ahead");
    assertFinding("source", "clock", "WARN", "");
  }

  @Test
  void aGatewayWithoutSwiftIsReachedAllTheSame() throws Exception {
    answer(SOURCE, "/swift/info", 404, "<Error><Code>NoSuchBucket</Code></Error>");

    assertThat(run("--json")).isEqualTo(ExitCode.DONE);

    assertFinding("source", "endpoint", "OK", "answers in");
    assertFinding("source", "version", "WARN", "cannot be known");
  }

  @Test
  void anEmptiedLogIsSeen() throws Exception {
    answer(
        SOURCE,
        ".*&id=1&extra-info=true&max-entries=1",
        200,
        "{'marker':'','truncated':false,'entries':[]}");

    assertThat(run("--json")).isEqualTo(ExitCode.DONE);

    assertFinding("source", "log-trim", "WARN", "1 of 1 data log shards in use were emptied");
  }

  @Test
  void bucketsWithLifecycleRulesAreNamed() throws Exception {
    answer(SOURCE, "/acme%3Aruled\\?lifecycle=", 200, "<LifecycleConfiguration/>");
    answer(SOURCE, "/ruled\\?lifecycle=", 200, "<LifecycleConfiguration/>");

    assertThat(run("--json")).isEqualTo(ExitCode.DONE);

    assertFinding("destination", "lifecycle", "WARN", "rules for acme/ruled, ruled (all 3");
    assertThat(finding("destination", "lifecycle").path("fix").get(2).asText())
        .isEqualTo("radosgw-admin lc reshard fix");
  }

  @Test
  void theCheckpointOfAnotherRouteIsRefused() throws Exception {
    JdbcCheckpointStore.open(directory.resolve("state"), new RouteIdentity("z1", "z9")).close();

    assertThat(run("--json")).isEqualTo(ExitCode.DIFFERENCES);

    assertFinding("here", "checkpoint", "FAIL", "this route goes from zone z1 to zone z2");
  }

  @Test
  void aRunningSyncIsNoFault() throws Exception {
    try (var running =
        JdbcCheckpointStore.open(directory.resolve("state"), new RouteIdentity("z1", "z2"))) {
      assertThat(run("--json")).isEqualTo(ExitCode.DONE);
    }

    assertFinding("here", "checkpoint", "OK", "of this route");
    assertFinding("here", "state", "OK", "in use by process " + ProcessHandle.current().pid());
  }

  @Test
  void aStateThatIsAFileIsAFinding() throws Exception {
    Files.writeString(directory.resolve("state"), "not a directory");

    assertThat(run("--json")).isEqualTo(ExitCode.DIFFERENCES);

    assertFinding("here", "state", "FAIL", "cannot be written");
  }

  @Test
  void aBrokenConfigurationIsNotExamined() throws Exception {
    assertThat(runFor("ftp://x", at(DESTINATION))).isEqualTo(ExitCode.CONFIGURATION);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("source.endpoint");
  }
}
