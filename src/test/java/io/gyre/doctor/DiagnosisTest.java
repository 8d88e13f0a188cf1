package io.gyre.doctor;

import static io.gyre.doctor.SampleFacts.DESTINATION;
import static io.gyre.doctor.SampleFacts.NOW;
import static io.gyre.doctor.SampleFacts.SECOND;
import static io.gyre.doctor.SampleFacts.SOURCE;
import static io.gyre.doctor.SampleFacts.callerIs;
import static io.gyre.doctor.SampleFacts.checks;
import static io.gyre.doctor.SampleFacts.destination;
import static io.gyre.doctor.SampleFacts.endpointsAre;
import static io.gyre.doctor.SampleFacts.finding;
import static io.gyre.doctor.SampleFacts.greeting;
import static io.gyre.doctor.SampleFacts.healthy;
import static io.gyre.doctor.SampleFacts.here;
import static io.gyre.doctor.SampleFacts.lease;
import static io.gyre.doctor.SampleFacts.logs;
import static io.gyre.doctor.SampleFacts.member;
import static io.gyre.doctor.SampleFacts.notOk;
import static io.gyre.doctor.SampleFacts.period;
import static io.gyre.doctor.SampleFacts.periodIs;
import static io.gyre.doctor.SampleFacts.periodIsUnknown;
import static io.gyre.doctor.SampleFacts.refusal;
import static io.gyre.doctor.SampleFacts.rules;
import static io.gyre.doctor.SampleFacts.source;
import static io.gyre.doctor.SampleFacts.state;
import static io.gyre.doctor.SampleFacts.stateOf;
import static io.gyre.doctor.SampleFacts.store;
import static io.gyre.doctor.SampleFacts.trimming;
import static io.gyre.doctor.SampleFacts.unreachable;
import static io.gyre.doctor.SampleFacts.unusable;
import static io.gyre.doctor.SampleFacts.withPlacements;
import static io.gyre.doctor.SampleFacts.zone;
import static io.gyre.doctor.SampleFacts.zoneIs;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.checkpoint.CheckpointException.Kind;
import io.gyre.checkpoint.RouteIdentity;
import io.gyre.config.Endpoint;
import io.gyre.doctor.EndFacts.AtEndpoint;
import io.gyre.doctor.Period.Member;
import io.gyre.metadata.ZoneFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DiagnosisTest {
  private static final long GIB = 1L << 30;

  @Test
  void aHealthyRouteIsOkPointByPoint() {
    Diagnosis diagnosis = Diagnosis.of(healthy());

    assertThat(diagnosis.findings()).allMatch(finding -> finding.level() == Level.OK);
    assertThat(diagnosis.findings()).allMatch(finding -> finding.fix().isEmpty());
    assertThat(diagnosis.findings())
        .extracting(Finding::check)
        .containsExactly(
            Check.ENDPOINT,
            Check.CLOCK,
            Check.VERSION,
            Check.CREDENTIALS,
            Check.SYSTEM_USER,
            Check.ZONE,
            Check.DATA_LOG,
            Check.METADATA_LOG,
            Check.LOG_READERS,
            Check.LOG_TRIM,
            Check.RESHARD,
            Check.QUOTA,
            Check.INDEX_LOG,
            Check.USERS,
            Check.ENDPOINT,
            Check.CLOCK,
            Check.VERSION,
            Check.CREDENTIALS,
            Check.SYSTEM_USER,
            Check.ZONE,
            Check.LEASE,
            Check.ROUTE,
            Check.PLACEMENT,
            Check.LIFECYCLE,
            Check.QUOTA,
            Check.VERSIONING,
            Check.STATE,
            Check.CHECKPOINT);
  }

  /** Each breaks one thing: exactly one finding is not OK, of that check, level and words. */
  static Stream<Arguments> oneThingIsWrong() {
    return Stream.of(aZoneIsWrong(), aLogIsWrong(), somethingOfTheRouteIsWrong(), thisHostIsWrong())
        .flatMap(all -> all);
  }

  private static Stream<Arguments> aZoneIsWrong() {
    Caller caller = new Caller("gyre", false, Set.of("read", "write", "delete"));
    Caller reader = new Caller("gyre", true, Set.of("read"));
    return Stream.of(
        wrong(source(zoneIs(withName("other"))), Check.ZONE, Level.FAIL, "expects zone master-1"),
        wrong(
            source(endpointsAre(at(SOURCE, zone("1", true)), at(SECOND, zone("7", true)))),
            Check.ZONE,
            Level.FAIL,
            "http://second:80 serves another zone than the rest: master-7"),
        wrong(
            destination(periodIs(Optional.of(period("z8", member("2"), member("8"))))),
            Check.ZONE,
            Level.WARN,
            "not the master zone of its realm"),
        wrong(source(callerIs(Reply.of(caller))), Check.SYSTEM_USER, Level.FAIL, "no system user"),
        wrong(destination(callerIs(Reply.of(reader))), Check.SYSTEM_USER, Level.FAIL, "op_mask"),
        wrong(
            destination(zoneIs(withPlacements(zone("2", false), "default-placement"))),
            Check.PLACEMENT,
            Level.WARN,
            "lacks default-placement/STANDARD"));
  }

  private static Stream<Arguments> aLogIsWrong() {
    Member peer = new Member("z9", "peer", "g1", true, false, Set.of("master-1"));
    return Stream.of(
        wrong(
            logs(s -> new SourceFacts(Reply.of(false), s.dataLog(), s.lifecycle())),
            Check.METADATA_LOG,
            Level.WARN,
            "none to show"),
        wrong(
            logs(s -> new SourceFacts(Reply.none(refusal(500, "")), s.dataLog(), s.lifecycle())),
            Check.METADATA_LOG,
            Level.WARN,
            "cannot be told"),
        wrong(source(periodIsUnknown()), Check.LOG_READERS, Level.WARN, "cannot be told"),
        wrong(
            source(periodIs(Optional.of(period("z8", member("1"), member("8"))))),
            Check.METADATA_LOG,
            Level.WARN,
            "its realm's master zone does"),
        wrong(
            source(periodIs(Optional.of(period("z1", member("1"), peer)))),
            Check.LOG_TRIM,
            Level.WARN,
            "may remove what peer has read"),
        wrong(
            logs(
                s -> new SourceFacts(s.metadataLog(), Reply.none(refusal(500, "")), s.lifecycle())),
            Check.LOG_TRIM,
            Level.WARN,
            "cannot be told"));
  }

  private static Stream<Arguments> somethingOfTheRouteIsWrong() {
    return Stream.of(
        wrong(lease(Reply.of(false)), Check.LEASE, Level.WARN, "no metadata log to lock"),
        wrong(lease(Reply.none(refusal(500, ""))), Check.LEASE, Level.WARN, "cannot be told"),
        wrong(
            logs(s -> new SourceFacts(s.metadataLog(), s.dataLog(), Reply.none(refusal(500, "")))),
            Check.LIFECYCLE,
            Level.WARN,
            "cannot be read"),
        wrong(
            logs(s -> new SourceFacts(s.metadataLog(), s.dataLog(), rules(3, true, "a", "b"))),
            Check.LIFECYCLE,
            Level.WARN,
            "rules for a, b (all 3 buckets"),
        wrong(
            logs(
                s ->
                    new SourceFacts(
                        s.metadataLog(),
                        s.dataLog(),
                        rules(100, false, "a", "b", "c", "d", "e", "f", "g"))),
            Check.LIFECYCLE,
            Level.WARN,
            "a, b, c, d, e and 2 more (the first 100 buckets"));
  }

  private static Stream<Arguments> thisHostIsWrong() {
    return Stream.of(
        wrong(here(stateOf(5 * GIB, false)), Check.STATE, Level.FAIL, "cannot be written"),
        wrong(here(stateOf(GIB / 2, true)), Check.STATE, Level.WARN, "only 512 MiB free"),
        wrong(here(stateOf(GIB / 64, true)), Check.STATE, Level.FAIL, "only 16 MiB free"),
        wrong(here(unusable(Kind.DAMAGED)), Check.CHECKPOINT, Level.FAIL, "is DAMAGED"),
        wrong(here(unusable(Kind.OLDER)), Check.CHECKPOINT, Level.WARN, "is OLDER"),
        wrong(
            here(state(new RouteIdentity("z1", "z3"))),
            Check.CHECKPOINT,
            Level.FAIL,
            "from zone z1 to zone z3, but this route goes from zone z1 to zone z2"));
  }

  private static Arguments wrong(Facts facts, Check check, Level level, String words) {
    return Arguments.of(facts, check, level, words);
  }

  @ParameterizedTest
  @MethodSource("oneThingIsWrong")
  void oneFindingSaysWhatIsWrong(Facts facts, Check check, Level level, String words) {
    Diagnosis diagnosis = Diagnosis.of(facts);

    assertThat(notOk(diagnosis))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.check()).isEqualTo(check);
              assertThat(finding.level()).isEqualTo(level);
              assertThat(finding.message()).contains(words);
            });
    assertThat(diagnosis.refused()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "InvalidAccessKeyId,    no user has access key AK, radosgw-admin user create",
    "SignatureDoesNotMatch, the secret key is not that of access key AK, user info --access-key=AK",
    "AccessDenied,          no system user, user modify --uid=USER_ID --system",
    "UserSuspended,         is suspended, user enable",
    "RequestTimeTooSkewed,  clocks differ, timedatectl",
    "SomethingElse,         GET answered 403, # is this a RADOS gateway"
  })
  void aRefusalSaysWhyAndEndsTheQuestionsToThatEndOnly(String code, String words, String fix) {
    Diagnosis diagnosis = Diagnosis.of(source(callerIs(Reply.none(refusal(403, code)))));

    Finding refused = finding(diagnosis, End.SOURCE, Check.CREDENTIALS);
    assertThat(refused.level()).isEqualTo(Level.FAIL);
    assertThat(refused.message()).contains(words);
    assertThat(String.join("\n", refused.fix())).contains(fix);
    assertThat(diagnosis.refused()).isTrue();
    assertThat(checks(diagnosis, End.SOURCE)).contains(Check.THE_REST).doesNotContain(Check.ZONE);
    assertThat(checks(diagnosis, End.DESTINATION)).contains(Check.ZONE, Check.PLACEMENT);
  }

  @Test
  void anEndThatCannotBeReachedDoesNotSilenceTheOther() {
    Diagnosis diagnosis = Diagnosis.of(destination(SampleFacts::gone));

    Finding unreachable = finding(diagnosis, End.DESTINATION, Check.ENDPOINT);
    assertThat(unreachable.level()).isEqualTo(Level.FAIL);
    assertThat(unreachable.message())
        .isEqualTo("http://destination:80 does not answer: Connection refused");
    assertThat(unreachable.fix()).anyMatch(line -> line.contains("curl"));
    assertThat(diagnosis.refused()).isTrue();
    assertThat(checks(diagnosis, End.DESTINATION)).containsExactly(Check.ENDPOINT, Check.THE_REST);
    assertThat(checks(diagnosis, End.SOURCE)).contains(Check.LOG_TRIM);
    assertThat(finding(diagnosis, End.HERE, Check.CHECKPOINT).message())
        .contains("cannot be told without both ends");
  }

  @Test
  void oneOfTwoEndpointsIsNamed() {
    Diagnosis diagnosis =
        Diagnosis.of(
            source(
                endpointsAre(
                    at(SOURCE, zone("1", true)),
                    new AtEndpoint(SECOND, Reply.none(unreachable()), Reply.none(unreachable())))));

    assertThat(notOk(diagnosis))
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .startsWith("http://second:80 does not answer")
        .endsWith("another endpoint of the zone does");
    assertThat(diagnosis.refused()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0, OK", "5, OK", "-5, OK", "6, WARN", "-300, WARN", "899, WARN", "-900, FAIL"})
  void clocksMayDifferABit(long ahead, Level level) {
    Facts facts = source(endpointsAre(at(SOURCE, ahead, "16.2.15")));

    Diagnosis diagnosis = Diagnosis.of(facts);

    assertThat(finding(diagnosis, End.SOURCE, Check.CLOCK).level()).isEqualTo(level);
    assertThat(checks(diagnosis, End.HERE)).doesNotContain(Check.CLOCK);
  }

  @Test
  void whenBothEndsAgreeItIsOurClockThatIsWrong() {
    Facts ahead = source(endpointsAre(at(SOURCE, 61, "16.2.15")));
    Facts facts =
        new Facts(
            ahead.source(),
            ahead.sourceOnly(),
            destination(endpointsAre(at(DESTINATION, 60, "16.2.15"))).target(),
            ahead.contents(),
            ahead.state(),
            false,
            NOW);

    assertThat(finding(Diagnosis.of(facts), End.HERE, Check.CLOCK).message())
        .contains("this host's clock that is 61 s behind");
  }

  @ParameterizedTest
  @CsvSource({
    "16.2.15, 16.2.15, OK,   '16.2.15, as /swift/info says'",
    "16.2.15, '',      OK,   '16.2.15, as /swift/info says'",
    "'',      '',      WARN, cannot be known",
    "16.2.15, 16.2.9,  WARN, should be of one release",
    "18.2.1,  18.2.1,  WARN, tested with 16.2.x only"
  })
  void theVersionIsSaidWithItsOrigin(String one, String other, Level level, String words) {
    Finding version =
        finding(
            Diagnosis.of(source(endpointsAre(at(SOURCE, 0, one), at(SECOND, 0, other)))),
            End.SOURCE,
            Check.VERSION);

    assertThat(version.level()).isEqualTo(level);
    assertThat(version.message()).contains(words);
  }

  @Test
  void aZoneIsNotReplicatedToItself() {
    Diagnosis diagnosis = Diagnosis.of(destination(zoneIs(zone("1", true))));

    Finding route = finding(diagnosis, End.DESTINATION, Check.ROUTE);
    assertThat(route.level()).isEqualTo(Level.FAIL);
    assertThat(route.message()).contains("both are zone master-1");
  }

  @Test
  void aStoreIsAskedWhoseOurKeyIsAndNothingThatOnlyAZoneHas() {
    Diagnosis diagnosis = Diagnosis.of(store(Reply.of("acct"), Optional.of("leases")));

    assertThat(checks(diagnosis, End.DESTINATION))
        .containsExactly(Check.ENDPOINT, Check.CREDENTIALS, Check.LEASE, Check.ROUTE);
    assertThat(finding(diagnosis, End.DESTINATION, Check.CREDENTIALS).message())
        .contains("AK", "account acct");
    assertThat(finding(diagnosis, End.HERE, Check.CHECKPOINT).message())
        .as("the state is of a route to a zone")
        .contains("to zone z2", "to store http://store:80 acct");
    assertThat(
            finding(
                    Diagnosis.of(store(Reply.of("acct"), Optional.empty())),
                    End.DESTINATION,
                    Check.LEASE)
                .level())
        .isEqualTo(Level.WARN);
  }

  @Test
  void aStoreThatDoesNotAnswerOrKnowUsIsReported() {
    Diagnosis silent = Diagnosis.of(store(Reply.none(unreachable()), Optional.empty()));
    assertThat(finding(silent, End.DESTINATION, Check.ENDPOINT).message())
        .contains("http://store:80 does not answer: Connection refused");
    assertThat(silent.refused()).isTrue();

    Diagnosis refused =
        Diagnosis.of(store(Reply.none(refusal(403, "InvalidAccessKeyId")), Optional.empty()));
    assertThat(finding(refused, End.DESTINATION, Check.CREDENTIALS).level()).isEqualTo(Level.FAIL);
    assertThat(refused.refused()).isTrue();
  }

  @Test
  void missingPlacementsAreMadeByTheCommandsGiven() {
    Facts lacking =
        source(zoneIs(withPlacements(zone("1", true), "fast", "fast/STANDARD", "fast/COLD")));

    assertThat(finding(Diagnosis.of(lacking), End.DESTINATION, Check.PLACEMENT).fix())
        .containsSubsequence(
            "radosgw-admin zonegroup placement add --rgw-zonegroup=group-2 --placement-id=fast",
            "radosgw-admin zone placement add --rgw-zone=master-2 --placement-id=fast"
                + " --data-pool=master-2.rgw.fast.data --index-pool=master-2.rgw.fast.index"
                + " --data-extra-pool=master-2.rgw.fast.non-ec",
            "radosgw-admin zonegroup placement add --rgw-zonegroup=group-2 --placement-id=fast"
                + " --storage-class=COLD",
            "radosgw-admin zone placement add --rgw-zone=master-2 --placement-id=fast"
                + " --storage-class=COLD --data-pool=master-2.rgw.fast.cold.data",
            "radosgw-admin period update --commit")
        .noneMatch(line -> line.contains("STANDARD"));
  }

  @Test
  void aStateInUseIsNoFault() {
    StateFacts used =
        new StateFacts(
            Path.of("/state"),
            true,
            true,
            5 * GIB,
            OptionalLong.of(77),
            Optional.of(new RouteIdentity("z1", "z2")),
            Optional.empty());

    Finding state = finding(Diagnosis.of(here(used)), End.HERE, Check.STATE);
    assertThat(state.level()).isEqualTo(Level.OK);
    assertThat(state.message()).contains("in use by process 77");
  }

  @Test
  void whatIsNotOkSaysWhatToDo() {
    Stream<Facts> more =
        Stream.of(
            source(callerIs(Reply.none(refusal(403, "InvalidAccessKeyId")))),
            source(callerIs(Reply.none(refusal(500, "")))),
            source(zoneIs(zone("1", false))),
            source(endpointsAre(at(SOURCE, 60, ""))),
            destination(SampleFacts::gone),
            store(Reply.none(unreachable()), Optional.empty()),
            store(Reply.none(refusal(403, "InvalidAccessKeyId")), Optional.empty()),
            trimming(source(periodIsUnknown())));
    Stream<Facts> unusable = Stream.of(Kind.values()).map(kind -> here(unusable(kind)));
    List<Finding> silent =
        Stream.of(oneThingIsWrong().map(wrong -> (Facts) wrong.get()[0]), more, unusable)
            .flatMap(facts -> facts)
            .flatMap(facts -> notOk(Diagnosis.of(facts)).stream())
            .filter(finding -> finding.fix().stream().allMatch(String::isBlank))
            .toList();

    assertThat(silent).isEmpty();
  }

  private static AtEndpoint at(Endpoint endpoint, ZoneFacts zone) {
    return new AtEndpoint(endpoint, Reply.of(greeting(0, "16.2.15")), Reply.of(zone));
  }

  private static AtEndpoint at(Endpoint endpoint, long ahead, String version) {
    String number = endpoint.equals(DESTINATION) ? "2" : "1";
    return new AtEndpoint(
        endpoint, Reply.of(greeting(ahead, version)), Reply.of(zone(number, true)));
  }

  private static ZoneFacts withName(String name) {
    var zone = zone("1", true);
    return new ZoneFacts(
        zone.zoneId(),
        name,
        zone.zonegroupId(),
        zone.zonegroupName(),
        zone.realmId(),
        zone.placements(),
        zone.defaultPlacement(),
        true,
        2);
  }
}
