package io.gyre.check;

import static io.gyre.check.Rows.marker;
import static io.gyre.check.Rows.plain;
import static io.gyre.check.Rows.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.check.ListingComparison.Agreement;
import io.gyre.check.Look.Outcome;
import io.gyre.log.ListedVersion;
import io.gyre.map.ClassMap;
import io.gyre.map.ClassRule;
import io.gyre.map.Mapping;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListingComparisonTest {
  private final ListingComparison comparison =
      new ListingComparison(new Allowed(Set.of("COLD"), Optional.of("heir"), Mapping.NONE));

  @Test
  void equalRowsAreEqual() {
    List<ListedVersion> versions =
        List.of(marker("k", "3", true, "ann"), version("k", "2", false, "b"), plain("k", "a"));

    assertThat(agreement(versions, versions)).isEqualTo(Agreement.EQUAL);
    assertThat(aspects(versions, versions)).isEmpty();
  }

  @Test
  void whatListingsShowIsToldByVersion() {
    List<ListedVersion> source =
        List.of(marker("k", "3", true, "ann"), version("k", "2", false, "b"), plain("k", "a"));
    List<ListedVersion> destination =
        List.of(version("k", "4", true, "b"), version("k", "2", false, "longer"));

    assertThat(agreement(source, destination)).isEqualTo(Agreement.DIFFERENT);
    assertThat(aspects(source, destination))
        .containsExactly(
            new Aspect("3", "delete marker", "present", "absent"),
            new Aspect("2", "size", "1", "6"),
            new Aspect("null", "version", "present", "absent"),
            new Aspect("4", "version", "absent", "present"));
  }

  @Test
  void theOrderOfVersionsCountsAndSoDoesAnIdThatIsListedTwice() {
    List<ListedVersion> source =
        List.of(version("k", "2", true, "b"), version("k", "1", false, "a"));
    List<ListedVersion> swapped =
        List.of(version("k", "1", true, "a"), version("k", "2", false, "b"));
    List<ListedVersion> twice =
        List.of(
            version("k", "2", true, "b"),
            version("k", "1", false, "a"),
            version("k", "1", false, "a"));

    assertThat(agreement(source, swapped)).isEqualTo(Agreement.DIFFERENT);
    assertThat(aspects(source, swapped))
        .containsExactly(
            new Aspect("", "order of versions, newest first", "2 (current), 1", "1 (current), 2"));
    assertThat(agreement(source, twice)).isEqualTo(Agreement.DIFFERENT);
    assertThat(aspects(source, twice))
        .extracting(Aspect::destination)
        .containsExactly("2 (current), 1, 1");
  }

  @Test
  void aMarkerIsNoVersion() {
    List<ListedVersion> source = List.of(marker("k", "1", true, "ann"));
    List<ListedVersion> destination = List.of(version("k", "1", true, ""));

    assertThat(agreement(source, destination)).isEqualTo(Agreement.DIFFERENT);
    assertThat(aspects(source, destination))
        .containsExactly(new Aspect("1", "kind", "delete marker", "version"));
  }

  /** Only the version itself says whether it is a copy all the same. */
  @Test
  void anotherETagIsDoubtful() {
    List<ListedVersion> source = List.of(plain("k", "a"));
    List<ListedVersion> unnamed =
        List.of(
            new ListedVersion(
                "k",
                "null",
                false,
                true,
                source.get(0).olhEpoch(),
                source.get(0).mtime(),
                "",
                1,
                "ann",
                "STANDARD"));

    assertThat(agreement(source, List.of(plain("k", "b")))).isEqualTo(Agreement.DOUBTFUL);
    assertThat(agreement(unnamed, unnamed)).isEqualTo(Agreement.DOUBTFUL);
    assertThat(aspects(source, List.of(plain("k", "b")))).isEmpty();
  }

  @Test
  void whoStandsInMayOwnMarkersAndNobodyElse() {
    List<ListedVersion> source = List.of(marker("k", "1", true, "gone"));

    assertThat(agreement(source, List.of(marker("k", "1", true, "heir"))))
        .isEqualTo(Agreement.EQUAL);
    assertThat(aspects(source, List.of(marker("k", "1", true, "eve"))))
        .containsExactly(new Aspect("1", "owner", "gone", "eve"));
  }

  @Test
  void aStorageClassCountsWhereTheDestinationHasIt() {
    assertThat(agreement(classed("COLD"), classed("STANDARD"))).isEqualTo(Agreement.DIFFERENT);
    assertThat(aspects(classed("COLD"), classed("")))
        .containsExactly(new Aspect("null", "storage class", "COLD", ""));
    assertThat(agreement(classed("ICE"), classed("STANDARD"))).isEqualTo(Agreement.EQUAL);
    assertThat(agreement(classed("STANDARD"), classed("COLD"))).isEqualTo(Agreement.DIFFERENT);
    assertThat(agreement(classed(""), classed("STANDARD"))).isEqualTo(Agreement.EQUAL);
  }

  @Test
  void aStoresStorageClassCountsWhereARuleGivesIt() {
    ClassMap rules = new ClassMap(List.of(ClassRule.parse("COLD -> GLACIER")));
    ListingComparison store = new ListingComparison(Allowed.ofStore(rules));

    assertThat(store.agreement(new KeyPair("k", classed("COLD"), classed("GLACIER"))))
        .isEqualTo(Agreement.EQUAL);
    assertThat(store.agreement(new KeyPair("k", classed("COLD"), classed(""))))
        .isEqualTo(Agreement.DIFFERENT);
    assertThat(store.agreement(new KeyPair("k", classed(""), classed("ANY"))))
        .isEqualTo(Agreement.EQUAL);
  }

  @Test
  void aKeyThatOneEndLacksIsMissingOrExtra() {
    List<ListedVersion> some = List.of(plain("k", "a"));

    assertThat(look(some, List.of()).outcome()).isEqualTo(Outcome.MISSING);
    assertThat(look(List.of(), some).outcome()).isEqualTo(Outcome.EXTRA);
    assertThat(look(List.of(), List.of()).outcome()).isEqualTo(Outcome.GONE);
    assertThat(look(some, some).outcome()).isEqualTo(Outcome.EQUAL);
  }

  private static List<ListedVersion> classed(String storageClass) {
    ListedVersion plain = plain("k", "a");
    return List.of(
        new ListedVersion(
            "k",
            "null",
            false,
            true,
            plain.olhEpoch(),
            plain.mtime(),
            plain.etag(),
            1,
            "ann",
            storageClass));
  }

  private Agreement agreement(List<ListedVersion> source, List<ListedVersion> destination) {
    return comparison.agreement(new KeyPair("k", source, destination));
  }

  private List<Aspect> aspects(List<ListedVersion> source, List<ListedVersion> destination) {
    return comparison.differences(new KeyPair("k", source, destination));
  }

  private Look look(List<ListedVersion> source, List<ListedVersion> destination) {
    return comparison.look(new KeyPair("k", source, destination));
  }
}
