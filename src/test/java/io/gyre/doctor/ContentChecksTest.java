package io.gyre.doctor;

import static io.gyre.doctor.SampleFacts.bucket;
import static io.gyre.doctor.SampleFacts.contents;
import static io.gyre.doctor.SampleFacts.finding;
import static io.gyre.doctor.SampleFacts.notOk;
import static io.gyre.doctor.SampleFacts.refusal;
import static io.gyre.doctor.SampleFacts.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.config.Endpoint;
import io.gyre.config.MapConfig;
import io.gyre.doctor.EndFacts.AtEndpoint;
import io.gyre.log.BucketName;
import io.gyre.log.Versioning;
import io.gyre.map.BucketMap;
import io.gyre.map.BucketRule;
import io.gyre.map.ClassMap;
import io.gyre.map.ClassRule;
import io.gyre.map.Mapping;
import io.gyre.map.OwnerMap;
import io.gyre.map.OwnerRule;
import io.gyre.map.Places;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What buckets, users and connections have that surprises. */
class ContentChecksTest {
  private static final BucketTraits PLAIN = bucket(Versioning.NEVER);

  @Test
  void aReshardAFullQuotaAndALargeLogAreWarnedAbout() {
    BucketTraits troubled =
        new BucketTraits(BucketName.parse("t/busy"), Versioning.NEVER, true, true, true);
    Diagnosis diagnosis = Diagnosis.of(with(contents(troubled, PLAIN)));

    assertThat(notOk(diagnosis))
        .extracting(Finding::check)
        .containsOnly(Check.RESHARD, Check.QUOTA, Check.INDEX_LOG);
    for (Check check : List.of(Check.RESHARD, Check.QUOTA, Check.INDEX_LOG)) {
      Finding finding = finding(diagnosis, End.SOURCE, check);
      assertThat(finding.level()).isEqualTo(Level.WARN);
      assertThat(finding.message()).contains("t/busy");
      assertThat(finding.fix()).isNotEmpty();
    }
    assertThat(finding(diagnosis, End.DESTINATION, Check.QUOTA).level()).isEqualTo(Level.OK);
  }

  @Test
  void versioningThatDiffersIsSaidButNotOfABucketThatOneEndLacks() {
    Finding differs =
        finding(
            Diagnosis.of(with(contents(bucket(Versioning.ENABLED), PLAIN))),
            End.DESTINATION,
            Check.VERSIONING);
    assertThat(differs.level()).isEqualTo(Level.WARN);
    assertThat(differs.message()).contains("photos (enabled at the source, never here)");

    BucketTraits other =
        new BucketTraits(BucketName.parse("other"), Versioning.ENABLED, false, false, false);
    assertThat(notOk(Diagnosis.of(with(contents(other, PLAIN))))).isEmpty();
  }

  @Test
  void versioningIsComparedWithTheBucketsPlaceThere() {
    Mapping places = renaming("photos -> archive");
    BucketTraits archive =
        new BucketTraits(BucketName.parse("archive"), Versioning.NEVER, false, false, false);
    BucketTraits here = bucket(Versioning.ENABLED);

    Finding differs =
        finding(
            Diagnosis.of(with(contents(here, archive, places))), End.DESTINATION, Check.VERSIONING);
    assertThat(differs.level()).isEqualTo(Level.WARN);
    assertThat(differs.message())
        .contains("photos (there archive) (enabled at the source, never here)");

    assertThat(notOk(Diagnosis.of(with(contents(here, PLAIN, places)))))
        .as("another bucket of the name")
        .isEmpty();
  }

  @Test
  void usersWithoutKeysAreNamedAFewOfThem() {
    Contents healthy = contents(PLAIN, PLAIN);
    UsersLook users =
        new UsersLook(
            100, false, List.of("a", "b", "c", "d", "e", "f", "g"), List.of("with-quota"));
    Finding keys =
        finding(
            Diagnosis.of(
                with(
                    new Contents(
                        healthy.source(), Reply.of(users), healthy.destination(), Mapping.NONE))),
            End.SOURCE,
            Check.USERS);

    assertThat(keys.level()).isEqualTo(Level.WARN);
    assertThat(keys.message()).contains("a, b, c, d, e and 2 more", "with-quota");
  }

  private static Mapping renaming(String rule) {
    Places places = new Places(new BucketMap(List.of(BucketRule.parse(rule))), List.of());
    return new Mapping(places, OwnerMap.NONE, ClassMap.NONE);
  }

  private static Finding mapped(Mapping map, List<String> missingUsers, String... buckets) {
    return finding(findings(map, missingUsers, buckets), End.DESTINATION, Check.MAP);
  }

  /**
   * @param buckets of the source; those with a star keep versions
   */
  private static Diagnosis findings(Mapping map, List<String> missingUsers, String... buckets) {
    Facts healthy = SampleFacts.healthy();
    List<BucketTraits> here =
        Stream.of(buckets)
            .map(
                name ->
                    new BucketTraits(
                        BucketName.parse(name.replace("*", "")),
                        name.endsWith("*") ? Versioning.ENABLED : Versioning.NEVER,
                        false,
                        false,
                        false))
            .toList();
    Target.Zone zone = (Target.Zone) healthy.target();
    return Diagnosis.of(
        new Facts(
            healthy.source(),
            healthy.sourceOnly(),
            new Target.Zone(
                zone.facts(), new DestinationFacts(Reply.of(true), Reply.of(missingUsers))),
            new Contents(
                Reply.of(new BucketsLook(here, true)),
                healthy.contents().users(),
                healthy.contents().destination(),
                map),
            healthy.state(),
            healthy.trim(),
            healthy.at()));
  }

  @Test
  void bucketsWhoseKeysAreApartMayHaveOneName() {
    Mapping map =
        MapConfig.ofPlaceRules("bucket regex:log-.* -> logs\nkeys log-a: -> a/\nkeys log-b: -> b/")
            .mapping();
    assertThat(mapped(map, List.of(), "log-a", "log-b", "photos*").level()).isEqualTo(Level.OK);
    assertThat(mapped(map, List.of(), "log-a", "log-c").level()).isEqualTo(Level.FAIL);

    assertThat(findings(map, List.of(), "log-b*", "log-a").findings())
        .filteredOn(found -> found.check() == Check.MAP && found.level() == Level.FAIL)
        .singleElement()
        .satisfies(found -> assertThat(found.message()).contains("log-a and log-b in logs"));
  }

  @Test
  void theFirstOfSeveralInOneBucketIsComparedWithIt() {
    Mapping map =
        MapConfig.ofPlaceRules(
                "bucket photos -> both\nbucket videos -> both\nkeys photos: -> p/\nkeys videos: -> v/")
            .mapping();
    BucketTraits both =
        new BucketTraits(BucketName.parse("both"), Versioning.ENABLED, false, false, false);
    BucketTraits videos =
        new BucketTraits(BucketName.parse("videos"), Versioning.SUSPENDED, false, false, false);
    Contents healthy = contents(bucket(Versioning.ENABLED), both, map);
    Contents two =
        new Contents(
            Reply.of(new BucketsLook(List.of(videos, bucket(Versioning.ENABLED)), true)),
            healthy.users(),
            healthy.destination(),
            map);

    assertThat(finding(Diagnosis.of(with(two)), End.DESTINATION, Check.VERSIONING).level())
        .isEqualTo(Level.OK);
  }

  @Test
  void twoBucketsThatGetOneNameHaveToBeMended() {
    Mapping map = renaming("regex:log-.* -> logs");

    Finding clash = mapped(map, List.of(), "log-a", "photos", "log-b");
    assertThat(clash.level()).isEqualTo(Level.FAIL);
    assertThat(clash.message()).contains("log-a and log-b in logs");
    assertThat(mapped(map, List.of(), "log-a", "photos").level()).isEqualTo(Level.OK);
  }

  @Test
  void whomRulesGiveThingsToHasToBeThere() {
    OwnerMap owners = new OwnerMap(List.of(OwnerRule.parse("alice -> archive")));
    Mapping map = new Mapping(Places.SAME, owners, ClassMap.NONE);

    Finding missing = mapped(map, List.of("archive"));
    assertThat(missing.level()).isEqualTo(Level.FAIL);
    assertThat(missing.fix()).first().asString().contains("user create --uid='archive'");
    assertThat(mapped(map, List.of()).level()).isEqualTo(Level.OK);
  }

  @Test
  void aStorageClassOfARuleThatIsNotThereIsNamed() {
    ClassMap classes =
        new ClassMap(List.of(ClassRule.parse("COLD -> ICE"), ClassRule.parse("* -> STANDARD")));
    Finding missing = mapped(new Mapping(Places.SAME, OwnerMap.NONE, classes), List.of());

    assertThat(missing.level()).isEqualTo(Level.WARN);
    assertThat(missing.message()).contains("ICE").doesNotContain("STANDARD,");
    assertThat(missing.fix()).anyMatch(line -> line.contains("--storage-class=ICE"));
  }

  @Test
  void whatCannotBeLookedAtIsSaid() {
    Diagnosis diagnosis =
        Diagnosis.of(
            with(
                new Contents(
                    Reply.none(refusal(403, "AccessDenied")),
                    Reply.none(refusal(403, "AccessDenied")),
                    Reply.none(refusal(503, "")),
                    Mapping.NONE)));

    assertThat(notOk(diagnosis))
        .extracting(Finding::check)
        .containsOnly(Check.BUCKETS, Check.USERS);
  }

  static Stream<Arguments> troubles() {
    return Stream.of(
        Arguments.of(new SSLHandshakeException("PKIX path validation failed"), TlsTrouble.OTHER),
        Arguments.of(
            tls(new CertificateException("PKIX", new CertificateExpiredException("NotAfter"))),
            TlsTrouble.EXPIRED),
        Arguments.of(
            tls(new CertificateException("PKIX", new CertPathBuilderException("unable to find"))),
            TlsTrouble.UNKNOWN_AUTHORITY),
        Arguments.of(
            tls(new CertificateException("No subject alternative DNS name matching a found.")),
            TlsTrouble.OTHER_NAME),
        Arguments.of(
            new SSLException("Unrecognized SSL message, plaintext connection?"),
            TlsTrouble.NO_TLS));
  }

  private static SSLException tls(Exception cause) {
    return new SSLException(cause);
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void troubleWithTlsHasItsOwnRemedy(Exception failure, TlsTrouble trouble) {
    assertThat(TlsTrouble.of(new IllegalStateException("request failed", failure)))
        .contains(trouble);
    assertThat(trouble.fix(Endpoint.parse("https://gateway:8443")))
        .anyMatch(line -> line.contains("openssl s_client -connect gateway:8443"));
  }

  @Test
  void anEndpointThatIsFarAwayIsSaid() {
    Greeting slow = new Greeting(Duration.ofMillis(400), Optional.empty(), Optional.of("16.2.15"));
    Facts far =
        SampleFacts.source(
            SampleFacts.endpointsAre(
                new AtEndpoint(
                    SampleFacts.SOURCE, Reply.of(slow), Reply.of(SampleFacts.zone("1", true)))));

    Finding endpoint = finding(Diagnosis.of(far), End.SOURCE, Check.ENDPOINT);

    assertThat(endpoint.level()).isEqualTo(Level.WARN);
    assertThat(endpoint.message()).contains("400 ms");
  }

  @Test
  void whatIsNoTroubleWithTlsHasTheUsualOne() {
    assertThat(TlsTrouble.of(SampleFacts.unreachable())).isEmpty();
  }
}
