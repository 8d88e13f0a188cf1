package io.gyre.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.checkpoint.CheckpointException;
import io.gyre.checkpoint.RouteIdentity;
import io.gyre.config.Endpoint;
import io.gyre.doctor.EndFacts.AtEndpoint;
import io.gyre.doctor.Period.Member;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import io.gyre.log.Versioning;
import io.gyre.map.Mapping;
import io.gyre.metadata.ZoneFacts;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A route in good health, and what can be wrong with it. */
final class SampleFacts {
  static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
  static final Endpoint SOURCE = Endpoint.parse("http://source:80");
  static final Endpoint SECOND = Endpoint.parse("http://second:80");
  static final Endpoint DESTINATION = Endpoint.parse("http://destination:80");

  private SampleFacts() {}

  static Facts healthy() {
    Member follower = new Member("z1f", "master-1-follower", "g1", false, true, Set.of());
    return new Facts(
        end(End.SOURCE, SOURCE, zone("1", true), period("z1", member("1"), follower)),
        new SourceFacts(
            Reply.of(true),
            Reply.of(new DataLogReach(9, 0, Optional.of(NOW.minus(Duration.ofHours(3))))),
            Reply.of(new LifecycleLook(7, true, List.of()))),
        new Target.Zone(
            end(End.DESTINATION, DESTINATION, zone("2", false), period("z2", member("2"))),
            new DestinationFacts(Reply.of(true), Reply.of(List.of()))),
        contents(bucket(Versioning.ENABLED), bucket(Versioning.ENABLED)),
        state(new RouteIdentity("z1", "z2")),
        false,
        NOW);
  }

  private static EndFacts end(End end, Endpoint endpoint, ZoneFacts zone, Period period) {
    return new EndFacts(
        end,
        "AK",
        Optional.of(zone.zoneName()),
        List.of(new AtEndpoint(endpoint, Reply.of(greeting(0, "16.2.15")), Reply.of(zone))),
        Reply.of(new Caller("gyre", true, Set.of("read", "write", "delete"))),
        Reply.of(zone),
        Reply.of(Optional.of(period)));
  }

  static Greeting greeting(long secondsAhead, String version) {
    return new Greeting(
        Duration.ofMillis(3),
        Optional.of(Duration.ofSeconds(secondsAhead)),
        Optional.of(version).filter(said -> !said.isEmpty()));
  }

  /** Zone master-1 is z1 of g1 in realm r1, and so on. */
  static ZoneFacts zone(String number, boolean logs) {
    return new ZoneFacts(
        "z" + number,
        "master-" + number,
        "g" + number,
        "group-" + number,
        "r" + number,
        Set.of("default-placement", "default-placement/STANDARD"),
        "default-placement",
        logs,
        logs ? 2 : 1);
  }

  static ZoneFacts withoutRealm(String number) {
    return new ZoneFacts(
        "z" + number, "master-" + number, "", "", "", Set.of(), "default-placement", false, 1);
  }

  static ZoneFacts withPlacements(ZoneFacts zone, String... placements) {
    return new ZoneFacts(
        zone.zoneId(),
        zone.zoneName(),
        zone.zonegroupId(),
        zone.zonegroupName(),
        zone.realmId(),
        Set.of(placements),
        zone.defaultPlacement(),
        zone.logsData(),
        zone.zonesInPeriod());
  }

  static Member member(String number) {
    return new Member("z" + number, "master-" + number, "g" + number, true, true, Set.of());
  }

  static Period period(String master, Member... members) {
    return new Period(master, List.of(members));
  }

  static StateFacts state(RouteIdentity route) {
    return new StateFacts(
        Path.of("/state"),
        true,
        true,
        5L << 30,
        OptionalLong.empty(),
        Optional.of(route),
        Optional.empty());
  }

  static BucketTraits bucket(Versioning versioning) {
    return new BucketTraits(BucketName.parse("photos"), versioning, false, false, false);
  }

  static Contents contents(BucketTraits here, BucketTraits there) {
    return contents(here, there, Mapping.NONE);
  }

  static Contents contents(BucketTraits here, BucketTraits there, Mapping map) {
    return new Contents(
        Reply.of(new BucketsLook(List.of(here), true)),
        Reply.of(new UsersLook(3, true, List.of(), List.of())),
        Reply.of(new BucketsLook(List.of(there), false)),
        map);
  }

  static Facts with(Contents contents) {
    Facts facts = healthy();
    return new Facts(
        facts.source(),
        facts.sourceOnly(),
        facts.target(),
        contents,
        facts.state(),
        facts.trim(),
        facts.at());
  }

  static GatewayException refusal(int status, String code) {
    FailureClass failureClass = status == 403 ? FailureClass.DENIED : FailureClass.TRANSIENT;
    return new GatewayException(failureClass, status, code, "GET answered " + status, null);
  }

  static GatewayException unreachable() {
    return new GatewayException(
        FailureClass.TRANSIENT, "got no answer", new ConnectException("Connection refused"));
  }

  static Facts source(UnaryOperator<EndFacts> change) {
    Facts facts = healthy();
    return new Facts(
        change.apply(facts.source()),
        facts.sourceOnly(),
        facts.target(),
        facts.contents(),
        facts.state(),
        facts.trim(),
        facts.at());
  }

  static Facts destination(UnaryOperator<EndFacts> change) {
    Facts facts = healthy();
    return new Facts(
        facts.source(),
        facts.sourceOnly(),
        new Target.Zone(change.apply(zone(facts).facts()), zone(facts).only()),
        facts.contents(),
        facts.state(),
        facts.trim(),
        facts.at());
  }

  private static Target.Zone zone(Facts facts) {
    return (Target.Zone) facts.target();
  }

  static Facts store(Reply<String> account, Optional<String> leaseBucket) {
    Facts facts = healthy();
    return new Facts(
        facts.source(),
        facts.sourceOnly(),
        new Target.Store("http://store:80", "AK", account, leaseBucket),
        facts.contents(),
        facts.state(),
        facts.trim(),
        facts.at());
  }

  static Facts logs(UnaryOperator<SourceFacts> change) {
    Facts facts = healthy();
    return new Facts(
        facts.source(),
        change.apply(facts.sourceOnly()),
        facts.target(),
        facts.contents(),
        facts.state(),
        facts.trim(),
        facts.at());
  }

  static Facts here(StateFacts state) {
    Facts facts = healthy();
    return new Facts(
        facts.source(),
        facts.sourceOnly(),
        facts.target(),
        facts.contents(),
        state,
        facts.trim(),
        facts.at());
  }

  static Facts trimming(Facts facts) {
    return new Facts(
        facts.source(),
        facts.sourceOnly(),
        facts.target(),
        facts.contents(),
        facts.state(),
        true,
        facts.at());
  }

  static UnaryOperator<EndFacts> zoneIs(ZoneFacts zone) {
    return end ->
        new EndFacts(
            end.end(),
            end.accessKey(),
            end.configuredZone(),
            List.of(
                new AtEndpoint(
                    end.endpoints().get(0).endpoint(),
                    end.endpoints().get(0).greeting(),
                    Reply.of(zone))),
            end.caller(),
            Reply.of(zone),
            end.period());
  }

  static UnaryOperator<EndFacts> callerIs(Reply<Caller> caller) {
    return end ->
        new EndFacts(
            end.end(),
            end.accessKey(),
            end.configuredZone(),
            end.endpoints(),
            caller,
            end.zone(),
            end.period());
  }

  static UnaryOperator<EndFacts> periodIs(Optional<Period> period) {
    return periodIs(Reply.of(period));
  }

  static UnaryOperator<EndFacts> periodIsUnknown() {
    return periodIs(Reply.none(refusal(500, "")));
  }

  private static UnaryOperator<EndFacts> periodIs(Reply<Optional<Period>> period) {
    return end ->
        new EndFacts(
            end.end(),
            end.accessKey(),
            end.configuredZone(),
            end.endpoints(),
            end.caller(),
            end.zone(),
            period);
  }

  static UnaryOperator<EndFacts> endpointsAre(AtEndpoint... endpoints) {
    return end ->
        new EndFacts(
            end.end(),
            end.accessKey(),
            end.configuredZone(),
            List.of(endpoints),
            end.caller(),
            end.zone(),
            end.period());
  }

  static Reply<LifecycleLook> rules(int looked, boolean complete, String... buckets) {
    return Reply.of(new LifecycleLook(looked, complete, List.of(buckets)));
  }

  static Facts lease(Reply<Boolean> lease) {
    Facts facts = healthy();
    return new Facts(
        facts.source(),
        facts.sourceOnly(),
        new Target.Zone(zone(facts).facts(), new DestinationFacts(lease, Reply.of(List.of()))),
        facts.contents(),
        facts.state(),
        facts.trim(),
        facts.at());
  }

  static StateFacts stateOf(long free, boolean writable) {
    return new StateFacts(
        Path.of("/state"),
        true,
        writable,
        free,
        OptionalLong.empty(),
        Optional.of(new RouteIdentity("z1", "z2")),
        Optional.empty());
  }

  static StateFacts unusable(CheckpointException.Kind kind) {
    return new StateFacts(
        Path.of("/state"),
        true,
        true,
        5L << 30,
        OptionalLong.empty(),
        Optional.empty(),
        Optional.of(new StateProblem(kind, "is " + kind)));
  }

  static EndFacts gone(EndFacts end) {
    return new EndFacts(
        end.end(),
        end.accessKey(),
        end.configuredZone(),
        List.of(new AtEndpoint(DESTINATION, Reply.none(unreachable()), Reply.none(unreachable()))),
        Reply.none(unreachable()),
        Reply.none(unreachable()),
        Reply.none(unreachable()));
  }

  static List<Finding> notOk(Diagnosis diagnosis) {
    return diagnosis.findings().stream().filter(found -> found.level() != Level.OK).toList();
  }

  static Finding finding(Diagnosis diagnosis, End end, Check check) {
    List<Finding> found =
        diagnosis.findings().stream()
            .filter(finding -> finding.end() == end && finding.check() == check)
            .toList();
    assertThat(found).as("findings of %s, %s", end, check).isNotEmpty();
    return found.get(0);
  }

  static List<Check> checks(Diagnosis diagnosis, End end) {
    return diagnosis.findings().stream()
        .filter(finding -> finding.end() == end)
        .map(Finding::check)
        .toList();
  }
}
