package io.gyre.copy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.log.Versioning;
import io.gyre.testing.SystemClient.Answer;
import io.gyre.testing.TestZone;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The contract of each cell of {@link VersionRequest}: what its request makes of a key in a bucket
 * of that state. Where the table says to switch the bucket first, this shows why.
 *
 * <p>The key has a plain object ({@code null}); where the bucket was ever enabled, version {@code
 * V1} with epoch 10 above it. The request is about {@code V9}, or V1 where it needs one that is
 * there, with epoch 20. A listed version reads {@code id[(m)][@epoch][*]}: marker, epoch, current.
 */
@AnyZones
class VersionRequestIT {
  private static final String KEY = "k";
  private static final OptionalLong NO_EPOCH = OptionalLong.empty();
  private static final OptionalLong EPOCH = OptionalLong.of(20);

  private final TestZone zone;
  private final String bucket = "cell-" + UUID.randomUUID();

  VersionRequestIT(ZonePair zones) {
    zone = zones.destination();
  }

  /**
   * @param served whether the table says to send it in this state
   * @param proven whether the answer claims that it was done
   * @param listing of the key afterwards; {@code ?} for an id that the gateway chose
   * @param body of the current version afterwards; empty where there is none
   */
  private record Cell(
      VersionRequest request,
      Versioning state,
      boolean served,
      boolean proven,
      String listing,
      String body) {
    @Override
    public String toString() {
      return request + " " + state;
    }
  }

  private static Cell right(VersionRequest request, Versioning state, String listing, String body) {
    return new Cell(request, state, true, true, listing, body);
  }

  private static Cell wrong(
      VersionRequest request, Versioning state, boolean proven, String listing, String body) {
    return new Cell(request, state, false, proven, listing, body);
  }

  static Stream<Cell> cells() {
    Versioning never = Versioning.NEVER;
    Versioning suspended = Versioning.SUSPENDED;
    Versioning enabled = Versioning.ENABLED;
    return Stream.of(
        wrong(VersionRequest.WRITE_ID, never, true, "null@20*", "new"),
        wrong(VersionRequest.WRITE_ID, suspended, true, "null@20* V1@10", "new"),
        right(VersionRequest.WRITE_ID, enabled, "V9@20* V1@10 null@1", "new"),
        wrong(VersionRequest.WRITE_NULL, never, true, "null@20*", "new"),
        right(VersionRequest.WRITE_NULL, suspended, "null@20* V1@10", "new"),
        wrong(VersionRequest.WRITE_NULL, enabled, false, "?@20* V1@10 null@1", "new"),
        right(VersionRequest.WRITE_PLAIN, never, "null*", "new"),
        right(VersionRequest.WRITE_PLAIN, suspended, "null@11* V1@10", "new"),
        wrong(VersionRequest.WRITE_PLAIN, enabled, false, "?@11* V1@10 null@1", "new"),
        wrong(VersionRequest.MARK_ID, never, true, "V9(m)@20* null@1", ""),
        right(VersionRequest.MARK_ID, suspended, "V9(m)@20* V1@10 null@1", ""),
        right(VersionRequest.MARK_ID, enabled, "V9(m)@20* V1@10 null@1", ""),
        wrong(VersionRequest.MARK_NULL, never, true, "null(m)@20*", ""),
        right(VersionRequest.MARK_NULL, suspended, "null(m)@20* V1@10", ""),
        right(VersionRequest.MARK_NULL, enabled, "null(m)@20* V1@10", ""),
        right(VersionRequest.REMOVE_ID, never, "null*", "plain"),
        right(VersionRequest.REMOVE_ID, suspended, "null@1*", "plain"),
        right(VersionRequest.REMOVE_ID, enabled, "null@1*", "plain"),
        right(VersionRequest.REMOVE_NULL, never, "", ""),
        right(VersionRequest.REMOVE_NULL, suspended, "V1@10*", "version"),
        right(VersionRequest.REMOVE_NULL, enabled, "V1@10*", "version"),
        right(VersionRequest.ATTRIBUTES_ID, suspended, "V1@10* null@1", "version"),
        right(VersionRequest.ATTRIBUTES_ID, enabled, "V1@10* null@1", "version"),
        right(VersionRequest.ATTRIBUTES_NULL, never, "null*", "plain"),
        right(VersionRequest.ATTRIBUTES_NULL, suspended, "V1@10* null@1", "version"),
        right(VersionRequest.ATTRIBUTES_NULL, enabled, "V1@10* null@1", "version"));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void cell(Cell cell) {
    assertThat(cell.request.servedIn(cell.state)).as("the table").isEqualTo(cell.served);
    prepare(cell.state);

    Answer answer = send(cell.request, id(cell.request), EPOCH);

    answer.requireSuccess();
    String header = answer.header(cell.request.proof().header()).orElse("");
    assertThat(cell.request.proof().isGiven(id(cell.request), header))
        .as("proof: %s", header)
        .isEqualTo(cell.proven);
    assertThat(listing()).isEqualTo(cell.listing);
    assertThat(body()).isEqualTo(cell.body);
    if (cell.request == VersionRequest.ATTRIBUTES_ID) {
      assertThat(tags("V1")).contains("<Key>t</Key>");
      assertThat(tags("null")).doesNotContain("<Key>");
    } else if (cell.request == VersionRequest.ATTRIBUTES_NULL) {
      assertThat(tags("null")).contains("<Key>t</Key>");
      assertThat(tags(cell.state == Versioning.NEVER ? "" : "V1"))
          .satisfies(
              of -> assertThat(of.contains("<Key>")).isEqualTo(cell.state == Versioning.NEVER));
    }
  }

  @Test
  void everyCellHasItsTest() {
    List<String> all = new ArrayList<>();
    for (VersionRequest request : VersionRequest.values()) {
      for (Versioning state : Versioning.values()) {
        all.add(request + " " + state);
      }
    }
    // There is no version with an id: see aVersionThatIsNotThereHasNoAttributes.
    all.remove("ATTRIBUTES_ID NEVER");
    assertThat(cells().map(Cell::toString)).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void aVersionThatIsNotThereHasNoAttributes() {
    prepare(Versioning.NEVER);

    assertThat(send(VersionRequest.ATTRIBUTES_ID, "V1", NO_EPOCH).status()).isEqualTo(404);
    assertThat(listing()).isEqualTo("null*");
  }

  static Stream<Cell> placesBelow() {
    Versioning suspended = Versioning.SUSPENDED;
    Versioning enabled = Versioning.ENABLED;
    return Stream.of(
        right(VersionRequest.WRITE_ID, enabled, "V1@10* V9@5 null@1", "version"),
        right(VersionRequest.WRITE_NULL, suspended, "V1@10* null@5", "version"),
        right(VersionRequest.MARK_ID, suspended, "V1@10* V9(m)@5 null@1", "version"),
        right(VersionRequest.MARK_ID, enabled, "V1@10* V9(m)@5 null@1", "version"),
        right(VersionRequest.MARK_NULL, suspended, "V1@10* null(m)@5", "version"),
        right(VersionRequest.MARK_NULL, enabled, "V1@10* null(m)@5", "version"));
  }

  @ParameterizedTest
  @MethodSource("placesBelow")
  void aLowerEpochTakesItsPlaceBelow(Cell cell) {
    prepare(cell.state);

    send(cell.request, id(cell.request), OptionalLong.of(5)).requireSuccess();

    assertThat(listing()).isEqualTo(cell.listing);
    assertThat(body()).isEqualTo(cell.body);
  }

  @Test
  void withoutAnEpochAVersionGoesToTheTop() {
    prepare(Versioning.ENABLED);

    send(VersionRequest.WRITE_ID, "V9", NO_EPOCH).requireSuccess();
    assertThat(listing()).isEqualTo("V9@11* V1@10 null@1");

    send(VersionRequest.MARK_ID, "M", NO_EPOCH).requireSuccess();
    assertThat(listing()).isEqualTo("M(m)@12* V9@11 V1@10 null@1");
  }

  /** Why WRITE_NULL and the markers wait for another state there. */
  @ParameterizedTest
  @MethodSource("ordersWithoutVersions")
  void whatABucketThatWasNeverEnabledHasInOrderCannotBeRemovedThere(
      VersionRequest request, String listing) {
    prepare(Versioning.NEVER);
    send(request, id(request), EPOCH).requireSuccess();

    send(VersionRequest.REMOVE_NULL, "null", NO_EPOCH).requireSuccess();
    send(VersionRequest.REMOVE_ID, "V9", NO_EPOCH).requireSuccess();

    assertThat(listing()).isEqualTo(listing);
  }

  @Test
  void triedThereItsRemovalEmptiesItAndNoLaterOneWorks() {
    prepare(Versioning.NEVER);
    send(VersionRequest.WRITE_NULL, "null", EPOCH).requireSuccess();
    send(VersionRequest.REMOVE_NULL, "null", NO_EPOCH).requireSuccess();

    switchTo(Versioning.SUSPENDED);
    send(VersionRequest.REMOVE_NULL, "null", NO_EPOCH).requireSuccess();

    assertThat(listing()).isEqualTo("null@20*");
    assertThat(body()).isEmpty();
  }

  static Stream<Arguments> ordersWithoutVersions() {
    return Stream.of(
        Arguments.of(VersionRequest.WRITE_NULL, "null@20*"),
        Arguments.of(VersionRequest.MARK_ID, "V9(m)@20* null@1"),
        Arguments.of(VersionRequest.MARK_NULL, "null(m)@20*"));
  }

  /** Why there is a placeholder. */
  @ParameterizedTest
  @MethodSource("markers")
  void noMarkerIsMadeOnAMarker(VersionRequest request, Versioning state) {
    prepare(state);
    send(VersionRequest.REMOVE_NULL, "null", NO_EPOCH).requireSuccess();
    send(VersionRequest.MARK_ID, "M", EPOCH).requireSuccess();

    Answer answer = send(request, id(request), OptionalLong.of(21));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header(request.proof().header())).isEmpty();
    assertThat(listing()).isEqualTo("M(m)@20* V1@10");
  }

  @ParameterizedTest
  @EnumSource(names = {"SUSPENDED", "ENABLED"})
  void butANullMarkerTakesTheNullVersionsPlaceOnAMarkerToo(Versioning state) {
    prepare(state);
    send(VersionRequest.MARK_ID, "M", EPOCH).requireSuccess();

    send(VersionRequest.MARK_NULL, "null", OptionalLong.of(21)).requireSuccess();

    assertThat(listing()).isEqualTo("null(m)@21* M(m)@20 V1@10");
  }

  static Stream<Arguments> markers() {
    return Stream.of(VersionRequest.MARK_ID, VersionRequest.MARK_NULL)
        .flatMap(
            request ->
                Stream.of(Versioning.SUSPENDED, Versioning.ENABLED)
                    .map(state -> Arguments.of(request, state)));
  }

  @Test
  void neverSendANullVersionByItsId() {
    prepare(Versioning.ENABLED);

    put(Map.of("rgwx-version-id", "null", "rgwx-versioned-epoch", "20"), "new");

    assertThat(listing()).isEqualTo("null@20* V1@10 null@1");
    send(VersionRequest.REMOVE_NULL, "null", NO_EPOCH).requireSuccess();
    send(VersionRequest.REMOVE_NULL, "null", NO_EPOCH).requireSuccess();
    assertThat(listing()).as("removed twice").startsWith("null@20*");
    assertThat(body()).isEmpty();
  }

  @Test
  void neverRemoveWithAnEpoch() {
    prepare(Versioning.ENABLED);
    send(VersionRequest.WRITE_ID, "V9", EPOCH).requireSuccess();

    delete(Map.of("versionId", "V9", "rgwx-versioned-epoch", "5"));

    assertThat(listing()).as("no current version").isEqualTo("V1@10 null@1");
    assertThat(body()).isEmpty();
    assertThat(send(VersionRequest.WRITE_ID, "V10", OptionalLong.of(30)).status())
        .as("nor can one be written")
        .isEqualTo(404);
  }

  @Test
  void neverRemoveByTheNameOfAWrite() {
    prepare(Versioning.ENABLED);

    delete(Map.of("rgwx-version-id", "V1"));

    assertThat(listing()).isEqualTo("V1(m)@11* null@1");
  }

  @Test
  void neverDeleteWithoutAName() {
    prepare(Versioning.ENABLED);
    delete(Map.of());
    assertThat(listing()).isEqualTo("?(m)@11* V1@10 null@1");

    switchTo(Versioning.SUSPENDED);
    send(VersionRequest.WRITE_PLAIN, "null", NO_EPOCH).requireSuccess();
    delete(Map.of());
    assertThat(listing()).startsWith("null(m)@");
  }

  @Test
  void aVersionWrittenAgainWithALowerEpochIsNoLongerCurrent() {
    prepare(Versioning.ENABLED);

    send(VersionRequest.WRITE_ID, "V1", OptionalLong.of(9)).requireSuccess();

    assertThat(listing()).isEqualTo("V1@9 null@1");
  }

  private static String id(VersionRequest request) {
    return switch (request) {
      case WRITE_ID, MARK_ID -> "V9";
      case REMOVE_ID, ATTRIBUTES_ID -> "V1";
      case WRITE_NULL, WRITE_PLAIN, MARK_NULL, REMOVE_NULL, ATTRIBUTES_NULL -> ObjectVersion.NULL;
    };
  }

  private void prepare(Versioning state) {
    zone.system().send("PUT", "/" + bucket, Map.of()).requireSuccess();
    put(Map.of(), "plain");
    if (state.everEnabled()) {
      switchTo(Versioning.ENABLED);
      put(Map.of("rgwx-version-id", "V1", "rgwx-versioned-epoch", "10"), "version");
      switchTo(state);
    }
  }

  private void switchTo(Versioning state) {
    String word = state == Versioning.ENABLED ? "Enabled" : "Suspended";
    String xml =
        "<VersioningConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Status>"
            + word
            + "</Status></VersioningConfiguration>";
    zone.system()
        .send("PUT", "/" + bucket, Map.of("versioning", ""), xml.getBytes(UTF_8))
        .requireSuccess();
  }

  /** As the table says. */
  private Answer send(VersionRequest request, String id, OptionalLong epoch) {
    Map<String, String> query = new HashMap<>(request.parameters(id, epoch));
    String body = request.method() == VersionRequest.Method.PUT ? "new" : "";
    if (request == VersionRequest.ATTRIBUTES_ID || request == VersionRequest.ATTRIBUTES_NULL) {
      query.put("tagging", "");
      body = "<Tagging><TagSet><Tag><Key>t</Key><Value>1</Value></Tag></TagSet></Tagging>";
    }
    return zone.system().send(request.method().name(), path(), query, body.getBytes(UTF_8));
  }

  private void put(Map<String, String> query, String body) {
    zone.system().send("PUT", path(), query, body.getBytes(UTF_8)).requireSuccess();
  }

  private void delete(Map<String, String> query) {
    zone.system().send("DELETE", path(), query).requireSuccess();
  }

  private String path() {
    return "/" + bucket + "/" + KEY;
  }

  private String body() {
    Answer answer = zone.system().send("GET", path(), Map.of());
    return answer.status() == 404 ? "" : answer.requireSuccess().text();
  }

  private String tags(String id) {
    Map<String, String> query = new HashMap<>(Map.of("tagging", ""));
    if (!id.isEmpty()) {
      query.put("versionId", id);
    }
    return zone.system().send("GET", path(), query).requireSuccess().text();
  }

  private String listing() {
    JsonNode listed =
        zone.system()
            .json("/" + bucket, Map.of("versions", "", "format", "json", "objs-container", "true"));
    List<String> versions = new ArrayList<>();
    listed.path("Entries").forEach(version -> versions.add(text(version)));
    return String.join(" ", versions);
  }

  private static String text(JsonNode version) {
    String id = version.path("VersionId").asText();
    String epoch = version.path("VersionedEpoch").asText();
    return (id.length() > 4 ? "?" : id)
        + (version.path("IsDeleteMarker").asBoolean() ? "(m)" : "")
        + (epoch.isEmpty() || epoch.equals("0") ? "" : "@" + epoch)
        + (version.path("IsLatest").asText().equals("true") ? "*" : "");
  }
}
