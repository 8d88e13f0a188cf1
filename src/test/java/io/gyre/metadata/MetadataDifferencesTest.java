package io.gyre.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gyre.log.BucketName;
import io.gyre.map.Mapping;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetadataDifferencesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String USER =
      "{'data':{'user_id':'ann','email':'ann@example.org','max_buckets':1000,'suspended':0,"
          + "'keys':[{'access_key':'A','secret_key':'S'}],'default_placement':'fast','caps':[]}}";
  private static final String ENTRY =
      "{'data':{'owner':'ann','bucket':{'name':'b','marker':'m','bucket_id':'i'}}}";
  private static final String INFO =
      "{'data':{'bucket_info':{'owner':'ann','flags':2,'num_shards':11,'quota':{'enabled':false},"
          + "'placement_rule':'fast'},'attrs':[{'key':'user.rgw.acl','val':'AA=='},"
          + "{'key':'user.rgw.cors','val':'AQ=='}]}}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1000 | 7 | max_buckets
          'suspended':0 | 'suspended':1 | suspended
          'secret_key':'S' | 'secret_key':'other' | keys[0].secret_key
          [{'access_key':'A','secret_key':'S'}] | [] | keys
          ann@example.org | other@example.org | email
          'caps':[] | 'caps':[{'type':'users'}] | caps
          """)
  void eachFieldOfAUserIsToldByItsPath(String here, String there, String path) {
    assertThat(ofUser(USER.replace(here, there))).containsExactly(path);
  }

  /** What the gateway makes of it, what the destination lacks, and what another release adds. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ann@example.org | Ann@Example.ORG
          'caps':[] | 'caps':[],'group_ids':[],'account':null,'root':false,'level':0
          'suspended':0, | 'more':{},
          """)
  void someOfItMayBeWrittenInAnotherWay(String here, String there) {
    assertThat(ofUser(USER.replace(here, there))).isEmpty();
  }

  @Test
  void aPlacementThatTheDestinationLacksIsNone() {
    String without = USER.replace("'fast'", "''");

    assertThat(MetadataDifferences.ofUser(json(USER), json(without), Set.of())).isEmpty();
    assertThat(ofUser(without)).containsExactly("default_placement");
  }

  private static List<String> ofUser(String there) {
    return MetadataDifferences.ofUser(json(USER), json(there), Set.of("fast"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'enabled':false | 'enabled':true | quota.enabled
          'val':'AQ==' | 'val':'Ag==' | CORS
          user.rgw.cors | user.rgw.lc | CORS, lifecycle
          'flags':2 | 'flags':6 | versioning
          'flags':2 | 'flags':34 | flags
          """)
  void eachSettingOfABucketIsToldByItsName(String here, String there, String names) {
    assertThat(ofBucket(ENTRY, INFO.replace(here, there), "")).containsExactly(names.split(", "));
  }

  @Test
  void theOwnerAndTheDefaultRetentionAreSettings() {
    assertThat(ofBucket(ENTRY.replace("'owner':'ann'", "'owner':'eve'"), INFO, ""))
        .containsExactly("owner");
    assertThat(ofBucket(ENTRY, INFO, "<Rule/>")).containsExactly("default retention");
  }

  /** Shards, placement and ids are how the destination stores it. */
  @Test
  void howABucketIsStoredIsTheDestinationsOwn() {
    String stored = INFO.replace("11", "7").replace("fast", "default-placement");

    assertThat(ofBucket(ENTRY.replace("'i'", "'j'"), stored, "")).isEmpty();
  }

  private static List<String> ofBucket(String entry, String info, String lock) {
    return MetadataDifferences.ofBucket(
        bucket(ENTRY, INFO, ""), bucket(entry, info, lock), Mapping.NONE);
  }

  private static KnownBucket bucket(String entry, String info, String lock) {
    Optional<String> lockDefault = lock.isEmpty() ? Optional.empty() : Optional.of(lock);
    return new KnownBucket(BucketName.parse("b"), json(entry), json(info), lockDefault);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }
}
