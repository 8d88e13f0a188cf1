package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gyre.testing.Fault;
import io.gyre.testing.FaultProxy;
import io.gyre.testing.S3User;
import io.gyre.testing.TestZone;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** The ways to reach a gateway: old signatures, TLS, several endpoints. */
@AnyZones
@Timeout(240)
class EndpointsIT {
  /** Nobody listens there. */
  private static final String DEAD = "http://127.0.0.1:1";

  private static final String DEAD_TOO = "http://127.0.0.1:2";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final ZonePair zones;

  @TempDir private Path directory;

  EndpointsIT(ZonePair zones) {
    this.zones = zones;
  }

  @Test
  void signatureVersion2DoesAllThatTheReplicatorAsks() {
    S3User owner = zones.source().createUser("v2");
    everyKindOfCall(owner, "v-two");
    RouteFile route =
        RouteFile.between(
            RouteFile.zone(zones.source(), "signature: v2"),
            RouteFile.zone(zones.destination(), "signature: v2"));

    GyreProcess.syncOnce(route.buckets("v-two"), directory);
    Replica.of(zones, "v-two").assertEqual();

    owner.delete("v-two", "k \u00e9+%/?");
    owner.setTags("v-two", "parts", Map.of("a", "c"));
    GyreProcess.syncOnce(route.buckets("v-two"), directory);
    Replica.of(zones, "v-two").assertEqual();
  }

  @Test
  void tlsIsSpokenWithAGivenAuthorityOrWithAny() throws Exception {
    S3User owner = zones.source().createUser("tls");
    everyKindOfCall(owner, "tls");
    try (TlsFront source = new TlsFront(zones.source(), directory, "source");
        TlsFront destination = new TlsFront(zones.destination(), directory, "destination")) {
      RouteFile route =
          RouteFile.between(
              zone(zones.source(), source, "ca-file: " + source.certificate()),
              zone(zones.destination(), destination, "insecure: true"));

      String output = GyreProcess.syncOnce(route.buckets("tls"), directory);

      Replica.of(zones, "tls").assertEqual();
      assertThat(output)
          .contains("destination.insecure is true: anybody between here and")
          .doesNotContain("source.insecure");
    }
  }

  @Test
  void anotherAuthoritysCertificateIsRefused() throws Exception {
    try (TlsFront source = new TlsFront(zones.source(), directory, "source");
        TlsFront other = new TlsFront(zones.source(), directory, "other")) {
      RouteFile route =
          RouteFile.between(
              zone(zones.source(), source, "ca-file: " + other.certificate()),
              RouteFile.zone(zones.destination()));

      try (GyreProcess gyre =
          GyreProcess.sync(route, directory, "--once", "--give-up-after", "2s")) {
        assertThat(gyre.exitCode()).as(gyre.output()).isEqualTo(3);
        assertThat(gyre.output())
            .contains("ca-file names the authorities")
            .contains(source.endpoint().toString());
      }
    }
  }

  @Test
  void aDeadGatewayOfSeveralIsLeftOut() {
    S3User owner = zones.source().createUser("several");
    everyKindOfCall(owner, "several");
    RouteFile route =
        RouteFile.between(
            RouteFile.zone(zones.source(), List.of(DEAD, zones.source().endpoint().toString())),
            RouteFile.zone(
                zones.destination(), List.of(zones.destination().endpoint().toString(), DEAD_TOO)));

    GyreProcess.syncOnce(route.buckets("several"), directory);

    Replica.of(zones, "several").assertEqual();
  }

  /** The credentials work in both zones, and the other one lacks the source's objects. */
  @Test
  void aListWithAGatewayOfAnotherZoneIsRefused() throws InterruptedException {
    FaultProxy other = FaultProxy.before(zones.destination().endpoint(), 1);
    List<String> mixed = List.of(zones.source().endpoint().toString(), other.endpoint().toString());
    RouteFile route =
        RouteFile.between(
            RouteFile.zone(zones.source(), mixed), RouteFile.zone(zones.destination()));

    try (GyreProcess gyre = GyreProcess.sync(route, directory, "--once")) {
      assertThat(gyre.exitCode()).as(gyre.output()).isEqualTo(2);
      assertThat(gyre.output())
          .contains("source.endpoint: its endpoints serve different zones")
          .contains(mixed.get(0) + " serves zone " + zones.source().name())
          .contains(mixed.get(1) + " serves zone " + zones.destination().name());
    } finally {
      other.close();
    }
  }

  @Test
  void anEndpointThatTurnsOutToBeOfAnotherZoneIsNeverUsed() throws InterruptedException {
    S3User owner = zones.source().createUser("stranger");
    owner.createBucket("stranger");
    owner.put("stranger", "first", "text");
    FaultProxy other = FaultProxy.before(zones.destination().endpoint(), 1);
    other.stop();
    List<String> asked = new CopyOnWriteArrayList<>();
    other.inflict(new Fault.NoAnswer(), 1, Integer.MAX_VALUE, line -> !asked.add(line));
    RouteFile route =
        RouteFile.between(
                RouteFile.zone(
                    zones.source(),
                    List.of(other.endpoint().toString(), zones.source().endpoint().toString())),
                RouteFile.zone(zones.destination()))
            .buckets("stranger");
    try (GyreProcess gyre = GyreProcess.sync(route, directory)) {
      await().atMost(PATIENCE).untilAsserted(() -> Replica.of(zones, "stranger").assertEqual());
      other.start();
      await()
          .atMost(PATIENCE)
          .until(() -> gyre.output().contains(other.endpoint() + " does not serve zone master-1"));

      for (int i = 0; i < 20; i++) {
        owner.put("stranger", "later-" + i, "text " + i);
      }
      owner.delete("stranger", "first");

      await().atMost(PATIENCE).untilAsserted(() -> Replica.of(zones, "stranger").assertEqual());
      assertThat(asked)
          .isNotEmpty()
          .allMatch(line -> line.startsWith("GET /admin/config?type=zone "));
    } finally {
      other.close();
    }
  }

  private static String zone(TestZone zone, TlsFront front, String more) {
    return RouteFile.zone(zone, List.of(front.endpoint().toString()), more);
  }

  /** Objects whose copies take every kind of request there is. */
  private void everyKindOfCall(S3User owner, String bucket) {
    owner.createBucket(bucket);
    owner.put(bucket, "k \u00e9+%/?", "text");
    owner.put(bucket, "large", new byte[200_000]);
    owner.multipart(bucket, "parts", new byte[5 << 20], new byte[7]);
    owner.setTags(bucket, "parts", Map.of("a", "b"));
    S3User other = zones.source().createUser(owner.uid() + "-other");
    owner.put(
        PutObjectRequest.builder()
            .bucket(bucket)
            .key("granted")
            .metadata(Map.of("a", "b  c"))
            .grantFullControl("id=" + owner.uid())
            .grantRead("id=" + other.uid()),
        new byte[3]);
  }
}
