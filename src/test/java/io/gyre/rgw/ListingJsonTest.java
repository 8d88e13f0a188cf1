package io.gyre.rgw;

import static io.gyre.rgw.LogJsonTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPosition;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ListingJsonTest {
  @Test
  void versionsAndMarkersAreReadAsTheGatewayWritesThem() {
    var page =
        ListingJson.page(
            json(
                """
                {'Name':'b','IsTruncated':'false','NextKeyMarker':'k','NextVersionIdMarker':'v1','Entries':[
                 {'IsDeleteMarker':true,'Key':'k','VersionedEpoch':5,'RgwxMtime':'2026-01-01T00:00:00.123456789Z',
                  'VersionId':'v2','IsLatest':'true','LastModified':'2026-01-01T00:00:00.123Z',
                  'Owner':{'ID':'alice','DisplayName':'A'}},
                 {'IsDeleteMarker':'false','Key':'k','RgwxTag':'t','RgwxMtime':'2026-01-01T00:00:00Z',
                  'VersionId':'null','IsLatest':false,'ETag':'\\'abc-2\\'','Size':7,'StorageClass':'STANDARD',
                  'Owner':{'ID':'bob','DisplayName':'B'},'Type':'Normal'}]}
                """
                    .replace("\\'", "\\\"")),
            ListingPosition.START);

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
                "alice"),
            new ListedVersion(
                "k",
                "null",
                false,
                false,
                OptionalLong.empty(),
                Instant.parse("2026-01-01T00:00:00Z"),
                "abc-2",
                7,
                "bob"));
    assertThat(page.next()).isEqualTo(new ListingPosition("k", "null"));
    assertThat(page.more()).isFalse();
  }

  /** After it the gateway would go on with the next key. */
  @Test
  void aPageWithMoreToComeDoesNotEndAtANullVersion() {
    String v1 = row("v1");
    String none = row("null");

    var page = ListingJson.page(truncated(v1 + "," + none), ListingPosition.START);
    assertThat(page.versions()).extracting(ListedVersion::versionId).containsExactly("v1");
    assertThat(page.next()).isEqualTo(new ListingPosition("k", "v1"));
    assertThat(page.more()).isTrue();
    assertThat(ListingJson.isTooShort(page)).isFalse();

    var alone = ListingJson.page(truncated(none), ListingPosition.START);
    assertThat(alone.versions()).hasSize(1);
    assertThat(ListingJson.isTooShort(alone)).isTrue();
  }

  private static JsonNode truncated(String rows) {
    return json("{'IsTruncated':'true','Entries':[" + rows + "]}");
  }

  private static String row(String versionId) {
    return "{'Key':'k','RgwxMtime':'2026-01-01T00:00:00Z','VersionId':'" + versionId + "'}";
  }

  @Test
  void anEmptyListingStaysWhereItIs() {
    ListingPosition after = new ListingPosition("k", "null");

    var page = ListingJson.page(json("{'IsTruncated':'false','Entries':[]}"), after);

    assertThat(page.versions()).isEmpty();
    assertThat(page.next()).isEqualTo(after);
    assertThat(page.more()).isFalse();
  }
}
