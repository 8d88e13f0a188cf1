package io.gyre.rgw;

import static io.gyre.rgw.LogJsonTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.log.BucketInstance;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import io.gyre.log.LogPosition;
import io.gyre.metadata.ZoneFacts;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ZoneJsonTest {
  private static final JsonNode ZONE =
      json(
          """
          {'id':'z1','name':'master-1','realm_id':'r1','system_key':{'access_key':'a','secret_key':'s'},
           'placement_pools':[{'key':'default-placement','val':{'storage_classes':{'STANDARD':{},'COLD':{}}}}]}
          """);

  @Test
  void aZoneOfARealmIsFoundInItsZonegroupWithThePlacementsThatItHasPoolsFor() {
    JsonNode map =
        json(
            """
            {'zonegroups':[
              {'key':'g0','val':{'id':'g0','name':'other','zones':[{'id':'z9','log_data':'false'}]}},
              {'key':'g1','val':{'id':'g1','name':'master','default_placement':'default-placement',
               'zones':[{'id':'z1','name':'master-1','log_data':'true'},{'id':'z2','name':'peer'}],
               'placement_targets':[
                {'name':'fast','tags':[],'storage_classes':['STANDARD']},
                {'name':'default-placement','tags':[],'storage_classes':['STANDARD','COLD','ICE']}]}}]}
            """);

    assertThat(ZoneJson.facts(ZONE, Optional.of(map)))
        .isEqualTo(
            new ZoneFacts(
                "z1",
                "master-1",
                "g1",
                "master",
                "r1",
                Set.of("default-placement", "default-placement/STANDARD", "default-placement/COLD"),
                "default-placement",
                true,
                3));
  }

  @Test
  void aZoneWithoutARealmHasNoLogsAndItsOwnPlacements() {
    ZoneFacts facts = ZoneJson.facts(ZONE, Optional.empty());

    assertThat(facts.zonegroupId()).isEmpty();
    assertThat(facts.logsData()).isFalse();
    assertThat(facts.zonesInPeriod()).isEqualTo(1);
    assertThat(facts.placements())
        .containsExactlyInAnyOrder(
            "default-placement", "default-placement/STANDARD", "default-placement/COLD");
  }

  @Test
  void aZoneIsReadOnlyWhereItsZonegroupSaysSo() {
    String map =
        "{'zonegroups':[{'key':'g1','val':{'zones':[%s,{'id':'z2','read_only':'true'}]}}]}";

    assertThat(
            ZoneJson.readOnly(
                ZONE, Optional.of(json(map.formatted("{'id':'z1','read_only':'true'}")))))
        .isTrue();
    assertThat(
            ZoneJson.readOnly(
                ZONE, Optional.of(json(map.formatted("{'id':'z1','read_only':'false'}")))))
        .isFalse();
    assertThat(ZoneJson.readOnly(ZONE, Optional.empty())).isFalse();
  }

  @Test
  void theHeadsOfAllIndexShardsComeInOneAnswer() {
    BucketName name = new BucketName("acme", "docs");
    BucketInstance instance = new BucketInstance(name, "z1.4.2");

    BucketHeads heads =
        ZoneJson.heads(
            name,
            json("{'id':'z1.4.2','marker':'z1.4.1','num_shards':2,'max_marker':'0#,1#0001.2.3'}"));

    assertThat(heads)
        .isEqualTo(
            new BucketHeads(
                instance,
                "z1.4.1",
                2,
                Map.of(
                    new BucketShard(instance, 0),
                    LogPosition.ORIGIN,
                    new BucketShard(instance, 1),
                    LogPosition.of("0001.2.3"))));
  }

  @Test
  void anIndexThatIsNotShardedHasOneHead() {
    BucketName name = BucketName.parse("b");

    BucketHeads heads =
        ZoneJson.heads(
            name, json("{'id':'z1.1','marker':'z1.1','num_shards':0,'max_marker':'0#0001.2.3'}"));

    assertThat(heads.heads())
        .isEqualTo(
            Map.of(
                new BucketShard(new BucketInstance(name, "z1.1"), BucketShard.UNSHARDED),
                LogPosition.of("0001.2.3")));
  }
}
