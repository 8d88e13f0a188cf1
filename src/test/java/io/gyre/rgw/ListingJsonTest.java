package io.gyre.rgw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPosition;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ListingJsonTest {
  @Test
  void versionsAndMarkersAreReadAsTheGatewayWritesThem() {
    var page =
        listing(
                """
                {'Name':'b','IsTruncated':'false','NextKeyMarker':'k','NextVersionIdMarker':'v1','Entries':[
                 {'IsDeleteMarker':true,'Key':'k','VersionedEpoch':5,'RgwxMtime':'2026-01-01T00:00:00.123456789Z',
                  'VersionId':'v2','IsLatest':'true','LastModified':'2026-01-01T00:00:00.123Z',
                  'Owner':{'ID':'alice','DisplayName':'A'}},
                 {'IsDeleteMarker':'false','Key':'k','RgwxTag':'t','RgwxMtime':'2026-01-01T00:00:00Z',
                  'VersionId':'null','IsLatest':false,'ETag':'\\'abc-2\\'','Size':7,'StorageClass':'STANDARD',
                  'Owner':{'ID':'bob','DisplayName':'B'},'Type':'Normal'}]}
                """
                    .replace("\\'", "\\\""))
            .page(ListingPosition.START);

    assertThat(page.versions())
        .containsExactly(
            new ListedVersion(
                "k",
                "v2",
                true,
                true,
                OptionalLong.of(5),
                Instant.parse("2026-01-01T00:00:00.123456789Z"),
                "",
                0,
                "alice",
                ""),
            new ListedVersion(
                "k",
                "null",
                false,
                false,
                OptionalLong.empty(),
                Instant.parse("2026-01-01T00:00:00Z"),
                "abc-2",
                7,
                "bob",
                "STANDARD"));
    assertThat(page.next()).isEqualTo(new ListingPosition("k", "null"));
    assertThat(page.more()).isFalse();
  }

  /** Going on there the gateway may leave out what is older. */
  @Test
  void aPageWithMoreToComeEndsAtAKeyOrAtLeastNotAtANullVersion() {
    assertThat(kept(row("a", "1"), row("b", "2"), row("b", "3"))).containsExactly("a 1");
    assertThat(kept(row("a", "1"), row("b", "null"))).containsExactly("a 1");
    assertThat(kept(row("b", "2"), row("b", "3"))).containsExactly("b 2", "b 3");
    assertThat(kept(row("b", "2"), row("b", "null"))).containsExactly("b 2");
    assertThat(kept(row("b", "null"))).containsExactly("b null");
  }

  @Test
  void aPageWithoutRowsThatHasMoreSaysWhereItGoesOn() {
    ListingPosition after = new ListingPosition("a", "1");
    var page =
        listing("{'IsTruncated':'true','NextKeyMarker':'m','NextVersionIdMarker':'2','Entries':[]}")
            .page(after);
    assertThat(page.next()).isEqualTo(new ListingPosition("m", "2"));

    Listing stuck =
        listing(
            "{'IsTruncated':'true','NextKeyMarker':'a','NextVersionIdMarker':'1','Entries':[]}");
    assertThatThrownBy(() -> stuck.page(after)).hasMessageContaining("lists nothing");
    assertThatThrownBy(() -> truncated("").page(after)).hasMessageContaining("more");
    assertThat(listing("{'Entries':[]}").page(after).next()).isEqualTo(after);
  }

  private static List<String> kept(String... rows) {
    var page = truncated(String.join(",", rows)).page(ListingPosition.START);
    ListedVersion last = page.versions().get(page.versions().size() - 1);
    assertThat(page.next()).isEqualTo(new ListingPosition(last.key(), last.versionId()));
    assertThat(page.more()).isTrue();
    return page.versions().stream().map(row -> row.key() + " " + row.versionId()).toList();
  }

  private static Listing truncated(String rows) {
    return listing("{'IsTruncated':'true','Entries':[" + rows + "]}");
  }

  private static String row(String key, String versionId) {
    return "{'Key':'%s','RgwxMtime':'2026-01-01T00:00:00Z','VersionId':'%s'}"
        .formatted(key, versionId);
  }

  @Test
  void anEmptyListingStaysWhereItIs() {
    ListingPosition after = new ListingPosition("k", "null");

    var page = listing("{'IsTruncated':'false','Entries':[]}").page(after);

    assertThat(page.versions()).isEmpty();
    assertThat(page.next()).isEqualTo(after);
    assertThat(page.more()).isFalse();
  }

  @Test
  void halfADocumentOrTwoAreNone() {
    for (String text : List.of("", "[]", "{'Entries':[", "{'Entries':[]", "{'Entries':[]}{}")) {
      assertThat(ListingJson.parse(json(text))).as(text).isEmpty();
    }
  }

  @Test
  void aRowThatLacksWhatEveryRowHasIsNotReadAsSomethingElse() {
    for (String field : List.of("Key", "VersionId", "RgwxMtime")) {
      byte[] without = json("{'Entries':[" + row("k", "1").replace(field, "Other") + "]}");
      assertThatThrownBy(() -> ListingJson.parse(without)).hasMessageContaining(field);
    }
    assertThatThrownBy(() -> ListingJson.parse(json("{'Entries':{'a':[1]}}")))
        .hasMessageContaining("Entries");
    byte[] wrong = json("{'Entries':[" + row("k", "1").replace("2026-01", "soon") + "]}");
    assertThatThrownBy(() -> ListingJson.parse(wrong)).hasMessageContaining("time 'soon");
  }

  @Test
  void whatIsNotKnownIsPassedOver() {
    Listing listing =
        listing(
            "{'New':{'a':[{'Entries':1}]},'Entries':["
                + row("k", "1")
                    .replace("{", "{'Tags':[{'Key':'x'}],'Owner':{'Groups':['ID'],'ID':'ann'},")
                + "]}");

    assertThat(listing.rows()).extracting(ListedVersion::key).containsExactly("k");
    assertThat(listing.rows()).extracting(ListedVersion::owner).containsExactly("ann");
  }

  private static Listing listing(String text) {
    return ListingJson.parse(json(text)).orElseThrow();
  }

  private static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(UTF_8);
  }
}
