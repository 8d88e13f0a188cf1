package io.gyre.rgw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketIndexEntry;
import io.gyre.log.BucketIndexEntry.Op;
import io.gyre.log.BucketIndexState;
import io.gyre.log.BucketShard;
import io.gyre.log.DataLogEntry;
import io.gyre.log.LogPosition;
import io.gyre.log.MetadataLogEntry;
import io.gyre.log.MetadataLogState;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogJsonTest {
  private static final LogPosition BEFORE = LogPosition.of("before");

  static JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"').getBytes(UTF_8)).orElseThrow();
  }

  @Test
  void dataLogEntriesKeepTheirOwnMarkersAndShards() {
    var page =
        LogJson.dataLog(
            json(
                """
                {'marker':'m2','truncated':true,'entries':[
                 {'log_id':'m1','log_timestamp':'2026-11-24T00:26:27.854785Z',
                  'entry':{'entity_type':'bucket','key':'photos:z.1.1:4','timestamp':'2026-11-24T00:26:27.8Z'}},
                 {'log_id':'m2','log_timestamp':'2026-11-24T00:26:28Z',
                  'entry':{'entity_type':'bucket','key':'acme/docs:z.1.2','timestamp':'2026-11-24T00:26:27Z'}}]}
                """),
            BEFORE);

    assertThat(page.entries())
        .containsExactly(
            new DataLogEntry(
                new LogPosition.Marker("m1"),
                Instant.parse("2026-11-24T00:26:27.854785Z"),
                BucketShard.parse("photos:z.1.1:4")),
            new DataLogEntry(
                new LogPosition.Marker("m2"),
                Instant.parse("2026-11-24T00:26:28Z"),
                BucketShard.parse("acme/docs:z.1.2")));
    assertThat(page.next()).isEqualTo(LogPosition.of("m2"));
    assertThat(page.more()).isTrue();
  }

  @Test
  void anEmptyPageKeepsThePositionAskedFor() {
    JsonNode empty = json("{'marker':'','truncated':false,'entries':[]}");

    assertThat(LogJson.dataLog(empty, BEFORE).next()).isEqualTo(BEFORE);
    assertThat(LogJson.metadataLog(empty, LogPosition.ORIGIN).next()).isEqualTo(LogPosition.ORIGIN);
    assertThat(LogJson.bucketIndex(json("[]"), BEFORE, 10).next()).isEqualTo(BEFORE);
  }

  @Test
  void metadataLogEntriesSayWhetherTheyTookEffect() {
    var page =
        LogJson.metadataLog(
            json(
                """
                {'marker':'1_2.1','truncated':'true','entries':[
                 {'id':'1_1.1','section':'user','name':'acme$alice','timestamp':'2026-11-24T00:00:01.5Z',
                  'data':{'read_version':{},'write_version':{},'status':{'status':'write'}}},
                 {'id':'1_2.1','section':'bucket.instance','name':'b:z.1','timestamp':'2026-11-24T00:00:02Z',
                  'data':{'status':{'status':'complete'}}}]}
                """),
            BEFORE);

    assertThat(page.entries())
        .extracting(MetadataLogEntry::section, MetadataLogEntry::key, MetadataLogEntry::complete)
        .containsExactly(
            tuple("user", "acme$alice", false), tuple("bucket.instance", "b:z.1", true));
    assertThat(page.more()).isTrue();
  }

  @Test
  void theMetadataLogIsThatOfTheCurrentPeriodNotOfTheOldest() {
    Optional<JsonNode> info = Optional.of(json("{'num_objects':64,'period':'p1','realm_epoch':1}"));
    Optional<JsonNode> period = Optional.of(json("{'id':'p2','predecessor_uuid':'p1'}"));

    assertThat(LogJson.metadataLog(info, period)).hasValue(new MetadataLogState(64, "p2"));
    assertThat(LogJson.metadataLog(info, Optional.empty())).isEmpty();
    assertThat(LogJson.metadataLog(Optional.empty(), period)).isEmpty();
  }

  @Test
  void theMetadataLogOfTheOnlyZoneIsNeverWritten() {
    Optional<JsonNode> info = Optional.of(json("{'num_objects':64,'period':'p','realm_epoch':1}"));
    String period = "{'id':'p','period_map':{'zonegroups':[{'zones':[%s]}]}}";

    assertThat(LogJson.metadataLog(info, Optional.of(json(period.formatted("{}"))))).isEmpty();
    assertThat(LogJson.metadataLog(info, Optional.of(json(period.formatted("{},{}")))))
        .hasValue(new MetadataLogState(64, "p"));
  }

  @Test
  void bucketIndexEntriesLoseTheirShardPrefix() {
    var page =
        LogJson.bucketIndex(
            json(
                """
                [{'op_id':'3#00000000042.1234.5','op_tag':'t','op':'link_olh_del','object':'__a','instance':'v1',
                  'state':'complete','index_ver':42,'timestamp':'2023-11-14T22:13:20.123456789Z',
                  'ver':{'pool':-1,'epoch':371},'bilog_flags':1,'versioned':true,'owner':'alice',
                  'owner_display_name':'A','zones_trace':[]},
                 {'op_id':'00000000043.1.1','op':'write','object':'b','instance':'','state':'pending',
                  'timestamp':'0.000000','ver':{'pool':9,'epoch':1},'versioned':'false','owner':''}]
                """
                    .replace("'0.000000'", "'1970-01-01T00:00:00Z'")),
            BEFORE,
            2);

    assertThat(page.entries())
        .first()
        .isEqualTo(
            new BucketIndexEntry(
                new LogPosition.Marker("00000000042.1234.5"),
                42,
                Op.LINK_OLH_DEL,
                true,
                "__a",
                "v1",
                Instant.parse("2023-11-14T22:13:20.123456789Z"),
                -1,
                371,
                true,
                "alice"));
    assertThat(page.entries().get(1).complete()).isFalse();
    assertThat(page.next()).isEqualTo(LogPosition.of("00000000043.1.1"));
    assertThat(page.more()).as("a full page").isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "1#00000000001.170.6, false, 00000000001.170.6, false",
    "00000000001.170.6,   true,  00000000001.170.6, true",
    "'',                  false, '',                false",
  })
  void bucketIndexState(String marker, String stopped, String position, boolean isStopped) {
    JsonNode info = json("{'max_marker':'%s','syncstopped':'%s'}".formatted(marker, stopped));

    assertThat(LogJson.bucketIndexState(info))
        .isEqualTo(new BucketIndexState(LogPosition.of(position), isStopped));
  }

  @Test
  void anAnswerWithoutWhatItMustHaveIsCorrupt() {
    assertThatThrownBy(() -> LogJson.dataLog(json("{'entries':[{}]}"), BEFORE))
        .isInstanceOfSatisfying(
            GatewayException.class,
            failure -> assertThat(failure.failureClass()).isEqualTo(FailureClass.CORRUPT))
        .hasMessageContaining("log_id");
    assertThatThrownBy(() -> LogJson.bucketIndex(json("{}"), BEFORE, 1))
        .isInstanceOf(GatewayException.class);
  }
}
