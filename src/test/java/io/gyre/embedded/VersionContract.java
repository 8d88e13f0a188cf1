package io.gyre.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Versions, null versions and delete markers, with the log entries that each operation leaves. */
abstract class VersionContract extends GatewayContract {
  private static final String TAGGED =
      "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>";

  @Test
  void aPlainObjectBecomesTheNullVersionBelowTheFirst() {
    String b = bucket();
    gateway.put("/" + b + "/k", "plain");
    gateway.put("/" + b + "?versioning", ENABLED);
    String id = gateway.put("/" + b + "/k", "v1").header("x-amz-version-id");
    assertThat(id).hasSize(31);
    assertThat(rows(b, "k")).containsExactly(id + "@2 *", "null@1");
    assertThat(gateway.get("/" + b + "/k?versionId=null").body()).isEqualTo("plain");
    assertThat(logged(b)).containsExactly("write k ", "write k " + id, "link_olh k " + id + "@2");
  }

  @Test
  void aDeleteMakesAMarkerOnceAndRemovalsBringBackWhatIsBelow() {
    String b = bucket(ENABLED);
    String id = gateway.put("/" + b + "/k", "v1").header("x-amz-version-id");
    var deleted = gateway.delete("/" + b + "/k");
    String marker = deleted.header("x-amz-version-id");
    assertThat(deleted.header("x-amz-delete-marker")).isEqualTo("true");
    assertThat(gateway.delete("/" + b + "/k").headers()).doesNotContainKey("x-amz-version-id");
    assertThat(gateway.get("/" + b + "/k").body()).contains("<Code>NoSuchKey</Code>");
    assertThat(gateway.get("/" + b + "/k?versionId=" + marker).status()).isEqualTo(404);
    assertThat(rows(b, "k")).containsExactly(marker + "@3 marker *", id + "@2");

    var removed = gateway.delete("/" + b + "/k?versionId=" + marker);
    assertThat(removed.header("x-amz-delete-marker")).isEqualTo("true");
    assertThat(rows(b, "k")).containsExactly(id + "@2 *");
    gateway.delete("/" + b + "/k?versionId=" + id);
    assertThat(rows(b, "k")).isEmpty();
    assertThat(logged(b))
        .containsExactly(
            "write k " + id,
            "link_olh k " + id + "@2",
            "link_olh_del k " + marker + "@3",
            "unlink_instance k " + marker + "@4",
            "unlink_instance k " + id + "@5",
            "del k " + id);
  }

  @Test
  void givenIdsAndEpochsOrderVersionsWhateverOrderTheyComeIn() {
    String b = bucket(ENABLED);
    for (String version : List.of("V2@2", "V4@4", "V3@3")) {
      String[] parts = version.split("@");
      var put = gateway.put(versioned(b, parts[0], parts[1]), "x");
      assertThat(put.header("x-amz-version-id")).isEqualTo(parts[0]);
    }
    assertThat(rows(b, "k")).containsExactly("V4@4 *", "V3@3", "V2@2");
    assertThat(logged(b))
        .containsExactly(
            "write k V2", "link_olh k V2@2", "write k V4", "link_olh k V4@4", "write k V3");
  }

  @Test
  void aMarkerOnAMarkerMakesNothing() {
    String b = bucket(ENABLED);
    gateway.put(versioned(b, "V2", "2"), "x");
    assertThat(gateway.delete(versioned(b, "M3", "3")).headers())
        .containsEntry("x-amz-delete-marker", "true");
    assertThat(gateway.delete(versioned(b, "M4", "4")).headers())
        .containsEntry("x-amz-version-id", "M4")
        .doesNotContainKey("x-amz-delete-marker");
    assertThat(rows(b, "k")).containsExactly("M3@3 marker *", "V2@2");
  }

  @Test
  void aMarkerWithAnOldEpochIsStoredAndNotPromoted() {
    String b = bucket(ENABLED);
    gateway.put(versioned(b, "V5", "5"), "x");
    gateway.delete(versioned(b, "M3", "3"));
    assertThat(rows(b, "k")).containsExactly("V5@5 *", "M3@3 marker");
    assertThat(gateway.get("/" + b + "/k").status()).isEqualTo(200);
  }

  @Test
  void stackedMarkersNeedAVersionBetweenThem() {
    String b = bucket(ENABLED);
    gateway.delete(versioned(b, "M3", "3"));
    gateway.put(versioned(b, "P4", "4"), "");
    gateway.delete(versioned(b, "M5", "5"));
    gateway.delete("/" + b + "/k?versionId=P4&rgwx-versioned-epoch=6");
    assertThat(rows(b, "k")).containsExactly("M5@5 marker *", "M3@3 marker");
  }

  @Test
  void anOverwriteWithTheSameIdStaysInItsPlace() {
    String b = bucket(ENABLED);
    gateway.put(versioned(b, "V2", "2"), "x");
    gateway.put(versioned(b, "V4", "4"), "x");
    gateway.put(versioned(b, "V2", "2"), "changed");
    assertThat(rows(b, "k")).containsExactly("V4@4 *", "V2@2");
    assertThat(gateway.get("/" + b + "/k?versionId=V2").body()).isEqualTo("changed");
  }

  @Test
  void epochsBeginAgainWhenNothingIsLeft() {
    String b = bucket(ENABLED);
    String id = gateway.put("/" + b + "/k", "1").header("x-amz-version-id");
    gateway.delete("/" + b + "/k?versionId=" + id);
    String next = gateway.put("/" + b + "/k", "2").header("x-amz-version-id");
    assertThat(rows(b, "k")).containsExactly(next + "@2 *");
  }

  @Test
  void removingWhatIsNotThereIsHarmless() {
    String b = bucket(ENABLED);
    gateway.put(versioned(b, "V2", "2"), "x");
    assertThat(gateway.delete("/" + b + "/k?versionId=nope").status()).isEqualTo(204);
    assertThat(gateway.delete("/" + b + "/k?versionId=null").header("x-amz-version-id"))
        .isEqualTo("null");
    assertThat(logged(b)).hasSize(2);
  }

  @Test
  void aSuspendedBucketReplacesTheNullVersion() {
    String b = bucket(ENABLED);
    String id = gateway.put("/" + b + "/k", "v").header("x-amz-version-id");
    gateway.put("/" + b + "?versioning", SUSPENDED);
    gateway.put("/" + b + "/k", "n1");
    gateway.put("/" + b + "/k", "n2");
    assertThat(rows(b, "k")).containsExactly("null@4 *", id + "@2");
    var deleted = gateway.delete("/" + b + "/k");
    assertThat(deleted.headers())
        .containsEntry("x-amz-version-id", "null")
        .containsEntry("x-amz-delete-marker", "true");
    assertThat(rows(b, "k")).containsExactly("null@5 marker *", id + "@2");
    assertThat(gateway.delete("/" + b + "/k?versionId=null").headers())
        .doesNotContainKey("x-amz-delete-marker");
    assertThat(rows(b, "k")).containsExactly(id + "@2 *");
    assertThat(logged(b).subList(2, logged(b).size()))
        .containsExactly(
            "write k ",
            "link_olh k @3",
            "write k ",
            "link_olh k @4",
            "link_olh_del k @5",
            "del k ",
            "unlink_instance k @6");
  }

  @Test
  void aKeyThatWasNeverVersionedStaysPlainInASuspendedBucket() {
    String b = bucket(SUSPENDED);
    gateway.put("/" + b + "/k", "1");
    assertThat(rows(b, "k")).containsExactly("null@0 *");
    assertThat(gateway.get("/" + b + "/k").headers()).doesNotContainKey("x-amz-version-id");
    gateway.delete("/" + b + "/k?versionId=null");
    assertThat(rows(b, "k")).isEmpty();
    assertThat(logged(b)).containsExactly("write k ", "unlink_instance k @2", "del k ");
  }

  @Test
  void aNullWithALowerEpochReplacesTheRowAndNothingIsLatest() {
    String b = bucket(SUSPENDED);
    gateway.put("/" + b + "/k?rgwx-versioned-epoch=5", "five");
    gateway.put("/" + b + "/k?rgwx-versioned-epoch=3", "three");
    assertThat(rows(b, "k")).containsExactly("null@3");
    assertThat(gateway.get("/" + b + "/k").body()).isEqualTo("three");
    gateway.put("/" + b + "/k", "six");
    assertThat(rows(b, "k")).containsExactly("null@6 *");
  }

  @Test
  void versionIdsAreEchoedWhereTheyDoNotCount() {
    String b = bucket();
    assertThat(gateway.put("/" + b + "/k?rgwx-version-id=V", "1").header("x-amz-version-id"))
        .isEqualTo("V");
    assertThat(rows(b, "k")).containsExactly("null@0 *");
  }

  @Test
  void attributeChangesLogOneWriteOfTheVersion() {
    String b = bucket(ENABLED);
    gateway.put(versioned(b, "V2", "2"), "x");
    gateway.put(versioned(b, "V3", "3"), "x");
    gateway.put("/" + b + "/k?tagging&versionId=V2", TAGGED);
    var entry = bilog(b).get(4);
    assertThat(entry.path("op").asText()).isEqualTo("write");
    assertThat(entry.path("instance").asText()).isEqualTo("V2");
    assertThat(entry.path("versioned").asBoolean()).isFalse();
    assertThat(entry.path("ver").path("pool").asInt()).isNotNegative();
  }

  @Test
  void aMarkersEntryNamesItsOwnerAndPlainWritesOfVersionsAreFlagged() {
    String b = bucket(ENABLED);
    gateway.put("/" + b + "/k", "x");
    gateway.delete("/" + b + "/k");
    assertThat(bilog(b)).allMatch(entry -> entry.path("versioned").asBoolean());
    assertThat(bilog(b).get(0).path("owner").asText()).isEmpty();
    assertThat(bilog(b).get(2).path("op").asText()).isEqualTo("link_olh_del");
    assertThat(bilog(b).get(2).path("owner").asText()).isNotEmpty();

    gateway.put("/" + b + "?versioning", SUSPENDED);
    gateway.put("/" + b + "/k", "null");
    assertThat(bilog(b)).hasSize(5).allMatch(entry -> entry.path("versioned").asBoolean());
  }

  @Test
  void aNullMarkerKeepsItsEpoch() {
    String b = bucket(SUSPENDED);
    gateway.put("/" + b + "/k?rgwx-versioned-epoch=5", "five");
    var deleted = gateway.delete("/" + b + "/k?rgwx-versioned-epoch=9");
    assertThat(deleted.headers())
        .containsEntry("x-amz-version-id", "null")
        .containsEntry("x-amz-delete-marker", "true");
    assertThat(rows(b, "k")).containsExactly("null@9 marker *");
  }

  /** So a listing does not tell that attributes of a version have changed. */
  @Test
  void attributeChangesShowInListingsOfTheNullVersionOnly() {
    String b = bucket(ENABLED);
    gateway.put(versioned(b, "V2", "2"), "x");
    String version = versions(b, "").get(0).path("RgwxMtime").asText();
    gateway.put("/" + b + "/k?tagging&versionId=V2", TAGGED);
    assertThat(versions(b, "").get(0).path("RgwxMtime").asText()).isEqualTo(version);

    String plain = bucket();
    gateway.put("/" + plain + "/k", "x");
    String before = versions(plain, "").get(0).path("RgwxMtime").asText();
    gateway.put("/" + plain + "/k?tagging", TAGGED);
    assertThat(versions(plain, "").get(0).path("RgwxMtime").asText()).isGreaterThan(before);
  }

  private static String versioned(String bucket, String id, String epoch) {
    return "/" + bucket + "/k?rgwx-version-id=" + id + "&rgwx-versioned-epoch=" + epoch;
  }

  /** So whoever lists page by page has to end each page elsewhere. */
  @Test
  void aListingThatGoesOnAfterANullMarkerLeavesOutWhatIsOlder() {
    String b = bucket(ENABLED);
    gateway.put("/" + b + "/k", "older");
    gateway.put("/" + b + "?versioning", SUSPENDED);
    gateway.put("/" + b + "/k", "null");
    gateway.put("/" + b + "/l", "next key");
    assertThat(keysAfterNull(b)).containsExactly("k", "l");

    gateway.delete("/" + b + "/k");
    assertThat(rows(b, "k")).hasSize(2);
    assertThat(keysAfterNull(b)).containsExactly("l");
  }

  /** So whoever lists page by page has to make sure of it. */
  @Test
  void aListingThatGoesOnAfterARemovedVersionLeavesOutWhatIsOlder() {
    String b = bucket(ENABLED);
    gateway.put("/" + b + "/k", "oldest");
    String removed = gateway.put("/" + b + "/k", "removed").header("x-amz-version-id");
    gateway.put("/" + b + "/k", "newest");
    gateway.put("/" + b + "/l", "next key");
    assertThat(keysAfter(b, removed)).containsExactly("k", "l");

    gateway.delete("/" + b + "/k?versionId=" + removed);
    assertThat(keysAfter(b, removed)).containsExactly("l");
    assertThat(keysAfterNull(b)).containsExactly("l");
  }

  private List<String> keysAfterNull(String bucket) {
    return keysAfter(bucket, "null");
  }

  private List<String> keysAfter(String bucket, String version) {
    return versions(bucket, "&key-marker=k&version-id-marker=" + version).stream()
        .map(row -> row.path("Key").asText())
        .toList();
  }
}
