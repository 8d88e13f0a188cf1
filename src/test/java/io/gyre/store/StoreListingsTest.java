package io.gyre.store;

import static io.gyre.store.StoreFixture.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.log.BucketName;
import io.gyre.log.ListedVersion;
import io.gyre.log.ListingPage;
import io.gyre.log.ListingPosition;
import io.gyre.map.BucketMap;
import io.gyre.map.KeyRule;
import io.gyre.map.Places;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Listings of a store that knows no versions. */
class StoreListingsTest {
  private static final List<String> KEYS =
      List.of("a b+%", "dir//x", "k", "k2", "\u00fc\ud83d\ude00");
  private static StoreFixture zones;

  @BeforeAll
  static void start() {
    zones = new StoreFixture();
    zones.storeFails("status=501 GET .*[?&]version(s|ing)(=|&|$)");
  }

  @AfterAll
  static void stop() {
    zones.close();
  }

  private static List<ListedVersion> all(StoreListings listings, BucketName bucket)
      throws Exception {
    List<ListedVersion> rows = new ArrayList<>();
    ListingPosition after = ListingPosition.START;
    boolean more = true;
    while (more) {
      ListingPage page = done(listings.page(bucket, after, 2)).orElseThrow();
      rows.addAll(page.versions());
      after = page.next();
      more = page.more();
    }
    return rows;
  }

  @Test
  void itsObjectsAreListedPageByPage() throws Exception {
    BucketName bucket = zones.bucket("objects");
    KEYS.forEach(key -> zones.account().put("objects", key, key));

    List<ListedVersion> rows = all(new StoreListings(zones.storeClient()), bucket);

    assertThat(rows).extracting(ListedVersion::key).isEqualTo(KEYS);
    assertThat(rows).allMatch(row -> row.latest() && row.versionId().equals("null"));
    assertThat(done(new StoreListings(zones.storeClient()).versions(bucket, "k"))).hasSize(1);
  }

  @Test
  void itsKeysAreThoseOfTheSource() throws Exception {
    BucketName bucket = zones.bucket("mapped");
    KEYS.forEach(key -> zones.account().put("mapped", "there/" + key, key));
    List.of("another", "dir", "e", "f").forEach(key -> zones.account().put("mapped", key, ""));
    Places places = new Places(BucketMap.NONE, List.of(KeyRule.parse("mapped: -> there/")));

    StoreListings listings = new StoreListings(zones.storeClient().placing(places));
    assertThat(all(listings, bucket)).extracting(ListedVersion::key).isEqualTo(KEYS);
    assertThat(done(listings.versions(bucket, "k"))).hasSize(1);
  }

  @Test
  void aBucketThatIsNotThereIsNone() throws Exception {
    StoreListings listings = new StoreListings(zones.storeClient());

    assertThat(done(listings.page(new BucketName("", "nowhere"), ListingPosition.START, 2)))
        .isEmpty();
  }
}
