package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gyre.route.BadDaysRoute.End;
import io.gyre.testing.Fault;
import io.gyre.testing.S3User;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.s3.model.Grant;
import software.amazon.awssdk.services.s3.model.Owner;
import software.amazon.awssdk.services.s3.model.Permission;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.Type;

/** What goes wrong between the replicator and two zones, and how it ends. */
@AnyZones
@Timeout(300)
class BadDaysIT extends BadDays {
  BadDaysIT(ZonePair zones) {
    super(zones);
  }

  // Answers.

  @Test
  void aStormOfErrorsPasses() throws InterruptedException {
    filled("bad-storm");
    // Fewer than a third of what is asked at the least, so that all of them come about.
    source.inflict(Fault.Answer.s3Error(500, "InternalError"), 0.3, 40, ANY);
    destination.inflict(Fault.Answer.s3Error(503, "SlowDown"), 0.3, 60, ANY);

    ended(0, route("bad-storm"), "--once");

    assertThat(source.inflicted()).isEqualTo(40);
    assertThat(destination.inflicted()).isGreaterThan(10);
    assertThat(differences("bad-storm")).isEmpty();
  }

  @Test
  void answersThatNeverComeAreNotWaitedForForEver() throws InterruptedException {
    filled("bad-silent");
    source.inflict(new Fault.NoAnswer(), 0.5, 3, line -> line.startsWith("GET /bad-silent/"));
    destination.inflict(new Fault.NoAnswer(), 0.5, 3, line -> line.startsWith("PUT /bad-silent/"));

    ended(0, route("bad-silent"), "--once");

    assertThat(source.inflicted()).isEqualTo(3);
    assertThat(destination.inflicted()).isEqualTo(3);
    assertThat(differences("bad-silent")).isEmpty();
  }

  /** Tried again at once, the first attempts would land on what came after them, and stay. */
  @Test
  void writesThatLandLateOverwriteNothingForGood() {
    S3User owner = filled("bad-late");
    start(route("bad-late"));
    awaitEqual("bad-late");
    CountDownLatch late = new CountDownLatch(1);
    destination.inflict(new Fault.Late(late), 1, 2, line -> line.startsWith("PUT /bad-late/late-"));
    owner.put("bad-late", "late-written", "first");
    owner.put("bad-late", "late-deleted", "first");
    await().atMost(ARRIVAL).until(() -> destination.inflicted() == 2);

    owner.put("bad-late", "late-written", "second");
    owner.delete("bad-late", "late-deleted");
    owner.put("bad-late", "after", "other keys go on");
    await().atMost(ARRIVAL).until(() -> isAtDestination("bad-late", "after"));
    late.countDown();
    await().atMost(ARRIVAL).until(() -> destination.landed() == 2);
    assertThat(isAtDestination("bad-late", "late-deleted")).as("the first attempt landed").isTrue();

    awaitEqual("bad-late");
  }

  @Test
  void aProxysPageRemovesNothing() {
    S3User owner = filled("bad-page");
    start(route("bad-page"));
    awaitEqual("bad-page");
    source.inflict(Fault.Answer.page(404), 1, 10_000, line -> line.contains(" /bad-page/"));

    owner.delete("bad-page", "k1");
    owner.put("bad-page", "k2", "another text");
    await().atMost(ARRIVAL).until(() -> source.inflicted() > 4);

    assertThat(isAtDestination("bad-page", "k1")).isTrue();
    assertThat(isAtDestination("bad-page", "k2")).isTrue();
    source.heal();
    awaitEqual("bad-page");
    assertThat(isAtDestination("bad-page", "k1")).isFalse();
  }

  /** The gateway itself exempts system users from quotas; a destination that does not says this. */
  @Test
  void aQuotaThatIsReachedParksWithThatReasonUntilItIsLifted() throws InterruptedException {
    filled("bad-quota");
    BadDaysRoute route = route("bad-quota");
    destination.inflict(
        Fault.Answer.s3Error(403, "QuotaExceeded"),
        1,
        10_000,
        line -> line.startsWith("PUT /bad-quota/k2"));

    ended(1, route, "--once");
    GyreProcess list = command(route, "parked", "list");
    assertThat(list.exitCode()).isEqualTo(1);
    assertThat(list.output()).contains("bad-quota / k2", "QuotaExceeded");

    destination.heal();
    assertThat(command(route, "parked", "retry", "--all").exitCode()).isZero();
    ended(0, route, "--once");
    assertThat(differences("bad-quota")).isEmpty();
  }

  // Endpoints.

  @Test
  void anEndpointThatIsUnreachableAtTheStartIsGivenUp() throws InterruptedException {
    destination.stop();

    String output = ended(3, route("bad-start"), "--once", "--give-up-after", "15s");

    assertThat(output)
        .contains("destination: not reached, again in")
        .contains("destination: could not be reached")
        .contains(destination.endpoint().toString());
  }

  @Test
  void anEndpointThatIsUnreachableForAWhileIsWaitedFor() throws InterruptedException {
    S3User owner = filled("bad-outage");
    GyreProcess gyre = start(route("bad-outage"));
    awaitEqual("bad-outage");
    source.stop();
    destination.stop();

    for (int i = 0; i < 5; i++) {
      owner.delete("bad-outage", "k" + i);
      owner.put("bad-outage", "late" + i, bytes(1000));
    }
    await().atMost(ARRIVAL).until(() -> gyre.output().contains("lease could not be renewed for"));
    source.start();
    destination.start();

    awaitEqual("bad-outage");
    assertThat(gyre.output()).contains("the destination's lease is held again");
    assertThat(gyre.terminate()).isZero();
  }

  /** Each amid the data of an object, and with all else that goes through it at that moment. */
  @Test
  void oneOfTwoGatewaysOfAZoneMayDieAmidCopies() throws InterruptedException {
    S3User owner = filled("bad-two");
    End from = End.of(zones.source(), source.endpoint(), zones.source().endpoint());
    End to = End.of(zones.destination(), destination.endpoint(), zones.destination().endpoint());
    BadDaysRoute route = route("bad-two", from, to);
    GyreProcess gyre = start(route);
    awaitEqual("bad-two");
    dieAmidDataOf("bad-two");

    for (int i = 0; i < 5; i++) {
      owner.delete("bad-two", "k" + i);
    }
    AtomicInteger written = new AtomicInteger();
    await() // which gateway a request takes is not known
        .atMost(ARRIVAL)
        .until(
            () -> {
              owner.put("bad-two", "amid" + written.incrementAndGet(), bytes(400_000));
              return source.resets() > 0 && destination.resets() > 0;
            });

    awaitEqual("bad-two");
    await().atMost(ARRIVAL).until(() -> parked(route) == 0);
    assertThat(gyre.output()).doesNotContain("lease could not be renewed for");
    assertThat(gyre.terminate()).isZero();
  }

  /** A request that breaks off before that, as one whose other end died, kills nobody. */
  private void dieAmidDataOf(String bucket) {
    source.inflict(
        new Fault.ResetAnswer(200_000, true),
        1,
        10_000,
        line -> line.startsWith("GET /" + bucket + "/amid"));
    destination.inflict(
        new Fault.ResetRequest(200_000, true),
        1,
        10_000,
        line -> line.startsWith("PUT /" + bucket + "/amid"));
  }

  @Test
  void aRunThatOnceMeetsADeadGatewayEndsWell() throws InterruptedException {
    filled("bad-dead");
    URI dead = destination.endpoint();
    destination.stop();
    End to = End.of(zones.destination(), dead, zones.destination().endpoint());

    ended(0, route("bad-dead", End.of(zones.source()), to), "--once");

    assertThat(differences("bad-dead")).isEmpty();
  }

  // What is no route.

  @Test
  void wrongKeysAreRefusedAndNotShown() throws InterruptedException {
    End wrong = End.of(zones.source()).withSecretKey("this-is-not-the-secret");

    String output = ended(3, route("bad-keys", wrong, End.of(zones.destination())));

    assertThat(output)
        .contains("source: refused our credentials", "SignatureDoesNotMatch", "--system")
        .doesNotContain("this-is-not-the-secret")
        .doesNotContain(zones.destination().secretKey());
  }

  @Test
  void aZoneThatIsNotThereIsRefused() throws InterruptedException {
    End unknown = End.of(zones.source()).withZone("atlantis");

    assertThat(ended(2, route("bad-zone", unknown, End.of(zones.destination()))))
        .contains("source.zone is 'atlantis'", "serves zone '" + zones.source().name() + "'");
  }

  /** As a gateway without a realm answers, which has no second zone to write logs for. */
  @Test
  void aSourceThatWritesNoLogsIsRefusedWithTheCommandsThatMendIt() throws InterruptedException {
    source.inflict(
        new Fault.Answer(
            404, "application/json", "{\"Code\":\"NoSuchKey\",\"RequestId\":\"tx-proxy\"}"),
        1,
        10_000,
        line -> line.contains("type=zonegroup-map"));

    assertThat(ended(2, route("bad-nologs")))
        .contains(
            "zone " + zones.source().name() + " writes no logs",
            "radosgw-admin realm create",
            "radosgw-admin zone create",
            "radosgw-admin period update --commit");
  }

  @Test
  void aZoneIsNotReplicatedToItself() throws InterruptedException {
    End same = End.of(zones.source(), source.endpoint());

    assertThat(ended(2, route("bad-same", End.of(zones.source()), same)))
        .contains("are the same zone");
  }

  @Test
  void aClockThatIsWrongIsSaidToBeThat() throws InterruptedException {
    source.inflict(
        new Fault.Rewrite(head -> head.replaceFirst("(?i)x-amz-date: \\d{4}", "x-amz-date: 2001")));

    assertThat(ended(3, route("bad-clock")))
        .contains("RequestTimeTooSkewed", "clock")
        .doesNotContain("--system");
  }

  @Test
  void aSecondGyreOnTheSameRouteIsRefused() throws InterruptedException {
    filled("bad-second");
    BadDaysRoute route = route("bad-second");
    GyreProcess first = start(route);
    awaitEqual("bad-second");

    assertThat(ended(2, route)).contains("in use by process " + first.pid());
    assertThat(ended(2, route.withStateBelow(directory.resolve("other"))))
        .contains("another Gyre", "with another state directory", "rados -p", "10 s");

    assertThat(first.terminate()).isZero();
    ended(0, route.withStateBelow(directory.resolve("other")), "--once");
  }

  @Test
  void aKilledProcessLeavesTheRouteToItsSuccessor() throws InterruptedException {
    filled("bad-killed");
    BadDaysRoute route = route("bad-killed");
    GyreProcess first = start(route);
    awaitEqual("bad-killed");
    first.kill();

    String output = ended(0, route, "--once");

    assertThat(output).doesNotContain("waiting for it");
  }

  // The process, and what it is given.

  @Test
  void toldToStopDuringTheFullPassItSavesWhatIsDone() throws Exception {
    S3User owner = filled("bad-term");
    int more = 250;
    for (int i = 0; i < more; i++) {
      owner.put("bad-term", "more" + i, bytes(500));
    }
    Predicate<String> ofTheBucket = line -> line.startsWith("GET /bad-term/more");
    source.inflict(new Fault.Trickle(200, Duration.ofMillis(150)), 1, 10_000, ofTheBucket);
    BadDaysRoute route = route("bad-term");
    GyreProcess first = start(route, "--json");
    await().atMost(ARRIVAL).until(() -> first.progress().path("copied").asInt() > 20);
    assertThat(first.terminate()).as(first.output()).isZero();
    assertThat(shardsAmidTheirFullPass(route)).as("the pass was not over").isPositive();

    source.heal();
    GyreProcess second = start(route, "--once", "--json");
    assertThat(second.exitCode()).as(second.output()).isZero();
    int all = more + SMALL_OBJECTS + 2;
    assertThat(second.progress().path("copied").asInt())
        .as("what the first run had saved is not copied again")
        .isBetween(1, all - 10);
    assertThat(differences("bad-term")).isEmpty();
  }

  private static int shardsAmidTheirFullPass(BadDaysRoute route) throws SQLException {
    try (Connection raw =
            DriverManager.getConnection("jdbc:sqlite:" + route.state().resolve("checkpoint.db"));
        Statement statement = raw.createStatement();
        ResultSet count =
            statement.executeQuery(
                "SELECT count(*) FROM bucket_shard WHERE phase IN ('INIT', 'FULL')")) {
      return count.getInt(1);
    }
  }

  @Test
  void headersPastTheLimitsArrive() throws InterruptedException {
    S3User owner = zones.source().createUser("bad-headers");
    owner.createBucket("bad-headers");
    String key = "k".repeat(1023);
    Map<String, String> metadata = new HashMap<>();
    for (int i = 0; i < 12; i++) {
      metadata.put("m" + i, "v".repeat(1024)); // 12 KiB
    }
    owner.put(
        PutObjectRequest.builder().bucket("bad-headers").key(key).metadata(metadata), bytes(10));
    owner
        .client()
        .putObjectAcl(
            request ->
                request
                    .bucket("bad-headers")
                    .key(key)
                    .accessControlPolicy(
                        acl ->
                            acl.owner(Owner.builder().id(owner.uid()).build()).grants(grants(50))));

    ended(0, route("bad-headers*"), "--once");

    assertThat(differences("bad-headers")).isEmpty();
  }

  private List<Grant> grants(int count) {
    List<Grant> grants = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String uid = zones.source().createUser("bad-headers-" + i).uid();
      grants.add(
          Grant.builder()
              .permission(Permission.READ)
              .grantee(to -> to.type(Type.CANONICAL_USER).id(uid))
              .build());
    }
    return grants;
  }
}
