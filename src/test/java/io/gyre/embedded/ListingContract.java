package io.gyre.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Listings: both versions of S3, of versions, and of one index shard as JSON. */
abstract class ListingContract extends GatewayContract {
  private static final Pattern VALUE =
      Pattern.compile("<(Key|Prefix|NextMarker|NextContinuationToken|KeyCount)>([^<]*)</");

  private String filled(String... keys) {
    String b = bucket();
    for (String key : keys) {
      gateway.put("/" + b + "/" + key, "");
    }
    return b;
  }

  /** Keys, common prefixes, and where to go on, in the order of the answer. */
  private List<String> list(String bucket, String parameters) {
    Matcher values = VALUE.matcher(gateway.get("/" + bucket + parameters).body());
    List<String> found = new ArrayList<>();
    while (values.find()) {
      if (!values.group(2).isEmpty()) {
        found.add((values.group(1).startsWith("Next") ? "next " : "") + values.group(2));
      }
    }
    return found;
  }

  @Test
  void keysComeInTheOrderOfTheirBytesAPageAtATime() {
    String b = filled("b", "a", "%C3%A9", "B", "%F0%9F%98%80", "%EF%BF%BD");
    assertThat(list(b, "?max-keys=4")).containsExactly("B", "a", "b", "\u00e9", "next \u00e9");
    assertThat(list(b, "?marker=%C3%A9")).containsExactly("\ufffd", "\ud83d\ude00");
    assertThat(list(b, "?list-type=2&max-keys=1&start-after=b"))
        .containsExactly("\u00e9", "next \u00e9", "1");
    assertThat(list(b, "?list-type=2&continuation-token=%C3%A9&max-keys=5"))
        .containsExactly("\ufffd", "\ud83d\ude00", "2");
    assertThat(list(b, "?max-keys=0")).isEmpty();
  }

  @Test
  void aDelimiterFoldsKeysIntoPrefixesThatCountAsOne() {
    String b = filled("a/1", "a/2", "b", "c/d/1", "c/d/2", "c/e");
    assertThat(list(b, "?delimiter=%2F")).containsExactlyInAnyOrder("b", "a/", "c/");
    assertThat(list(b, "?delimiter=%2F&max-keys=2")).contains("b", "a/").doesNotContain("c/");
    assertThat(list(b, "?delimiter=%2F&prefix=c%2F"))
        .containsExactlyInAnyOrder("c/", "c/d/", "c/e");
    assertThat(list(b, "?delimiter=%2F&marker=a%2F")).containsExactlyInAnyOrder("b", "c/");
  }

  @Test
  void keysAreEncodedWhereThatIsWanted() {
    String b = filled("a%20b%2Bc/%25", "x%26y");
    assertThat(list(b, "?encoding-type=url")).containsExactly("a%20b%2Bc%2F%25", "x%26y");
    assertThat(list(b, "?encoding-type=url&delimiter=%2F")).contains("a%20b%2Bc/", "x%26y");
    // Where to go on is told as it is.
    assertThat(list(b, "?encoding-type=url&list-type=2&max-keys=1")).contains("next a b+c/%");
    assertThat(list(b, "")).containsExactly("a b+c/%", "x&amp;y");
  }

  @Test
  void versionsOfAKeyComeNewestFirstAndAPageMayEndAmongThem() {
    String b = bucket(ENABLED);
    for (int epoch : new int[] {2, 3, 4}) {
      String version = "rgwx-version-id=V" + epoch + "&rgwx-versioned-epoch=" + epoch;
      gateway.put("/" + b + "/k?" + version, "");
    }
    assertThat(ids(b, "")).containsExactly("V4", "V3", "V2");
    assertThat(ids(b, "&max-keys=2")).containsExactly("V4", "V3");
    assertThat(ids(b, "&key-marker=k&version-id-marker=V3")).containsExactly("V2");
    // After a key without a word which version: before all that it has.
    assertThat(ids(b, "&key-marker=k")).containsExactly("V4", "V3", "V2");
    JsonNode page = json(gateway.get("/" + b + "?versions&format=json&max-keys=2"));
    assertThat(page.path("IsTruncated").asText()).isEqualTo("true");
    assertThat(page.path("NextKeyMarker").asText()).isEqualTo("k");
    assertThat(page.path("NextVersionIdMarker").asText()).isEqualTo("V3");
  }

  private List<String> ids(String bucket, String parameters) {
    return versions(bucket, parameters).stream()
        .map(entry -> entry.path("VersionId").asText())
        .toList();
  }

  @Test
  void eachKeyIsInOneIndexShardAndAnEmptyOneListsNothing() {
    String b = filled("a", "b", "c");
    List<String> keys = new ArrayList<>();
    int empty = 0;
    for (int shard = 0; shard < 11; shard++) {
      String one = "&max-keys=1000&rgwx-bucket-instance=" + instance(b) + "%3A" + shard;
      List<JsonNode> entries = versions(b, one);
      entries.forEach(entry -> keys.add(entry.path("Key").asText()));
      empty += entries.isEmpty() ? 1 : 0;
    }
    assertThat(keys).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(empty).isGreaterThanOrEqualTo(8);
  }

  @Test
  void theJsonOfASystemUserHasWhatIdentifiesAWrite() {
    String b = filled("k");
    JsonNode entry = versions(b, "").get(0);
    assertThat(entry.path("RgwxMtime").asText()).matches("\\d{4}-.*T.*\\.\\d{9}Z");
    assertThat(entry.path("RgwxTag").asText()).isNotEmpty();
    assertThat(entry.path("IsDeleteMarker").isBoolean()).isTrue();
    assertThat(entry.path("IsLatest").asBoolean()).isTrue();
    assertThat(entry.path("VersionId").asText()).isEqualTo("null");
    assertThat(entry.has("VersionedEpoch")).isFalse();
    assertThat(entry.path("Size").isInt()).isTrue();
  }

  @Test
  void aBucketOrAnInstanceThatIsNotThereIsNamedAsSuch() {
    String b = bucket();
    assertThat(gateway.get("/" + b + "-none?versions&format=json").body()).contains("NoSuchBucket");
    String elsewhere = "/" + b + "?versions&rgwx-bucket-instance=" + b + "%3Anowhere.1.1%3A0";
    assertThat(gateway.get(elsewhere).status()).isEqualTo(404);
  }
}
