package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.testing.S3User;
import io.gyre.testing.TestZone;
import io.gyre.testing.UserBucket;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;

/** Objects whose owners cannot write at the destination, between two zones. */
@AnyZones
@Timeout(240)
class OwnersIT {
  private static final String LENT = "is let write at the destination";
  private static final int LARGE = 5 << 20;

  private final UserAdmin admin;
  private final TestRoute route;
  private final Path directory;

  OwnersIT(ZonePair zones, @TempDir Path directory) {
    this.admin = new UserAdmin(zones.source());
    this.directory = directory;
    this.route = new TestRoute(zones, directory, "owners-");
  }

  @BeforeEach
  @AfterEach
  void wipe() {
    route.wipe();
  }

  @Test
  void whatSuspendedAndMaskedUsersOwnArrivesByListingAndByLog() throws Exception {
    S3User suspended = route.user("suspended");
    S3User masked = route.user("masked");
    UserBucket plain = route.bucket(suspended, "plain").create();
    UserBucket versioned = route.bucket(masked, "versioned").create();
    versioned.enable();
    write(plain, "first");
    write(versioned, "first");
    forbid(suspended, masked, true);

    TestRoute.Run run = route.once().requireSuccess();
    route.assertEqual();
    assertThat(run.output())
        .contains("user " + suspended.uid() + ": " + LENT)
        .contains("user " + masked.uid() + ": " + LENT);

    try (GyreProcess gyre = route.start()) {
      forbid(suspended, masked, false);
      write(plain, "second");
      write(versioned, "second");
      forbid(suspended, masked, true);
      route.awaitEqual(gyre);
      assertThat(gyre.terminate()).as(gyre.end()).isZero();
    }
    route.assertEqual();
    assertThat(destinationUser(suspended).path("suspended").asInt()).isOne();
    assertThat(destinationUser(masked).path("op_mask").asText()).isEqualTo("read");
  }

  /** Small, in parts, and removed again. */
  private static void write(UserBucket bucket, String name) {
    for (int i = 0; i < 20; i++) {
      bucket.put(name + i, "text");
    }
    bucket.put(name + " large", new byte[LARGE], headers -> {});
    bucket.multipart(name + " parts", new byte[LARGE], new byte[1]);
    bucket.delete(name + "3");
  }

  private void forbid(S3User suspended, S3User masked, boolean forbidden) {
    admin.suspend(suspended.uid(), forbidden);
    admin.modify(masked.uid(), Map.of("op-mask", forbidden ? "read" : "read,write,delete"));
  }

  private JsonNode destinationUser(S3User user) {
    return route
        .destination()
        .system()
        .json("/admin/metadata/user", Map.of("key", user.uid()))
        .path("data");
  }

  @Test
  void aKilledProcessLeavesNobodyAbleToWrite() throws Exception {
    S3User user = route.user("suspended");
    UserBucket bucket = route.bucket(user, "killed").create();
    write(bucket, "first");
    admin.suspend(user.uid(), true);
    try (GyreProcess gyre = route.start()) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> gyre.hasEnded() || gyre.output().contains(LENT));
      await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> destinationUser(user).path("suspended").asInt() == 0);
      gyre.kill();
    }
    assertThat(destinationUser(user).path("suspended").asInt()).isZero();

    route.once().requireSuccess();

    route.assertEqual();
    assertThat(destinationUser(user).path("suspended").asInt()).isOne();
  }

  @Test
  void whatNobodyOwnsWaitsForAFallbackOwner() throws Exception {
    S3User owner = route.user("owner");
    S3User heir = route.user("heir");
    S3User removed = route.user("removed");
    UserBucket open = route.bucket(owner, "open").create();
    open.client().putBucketAcl(to -> to.bucket(open.name()).acl(BucketCannedACL.PUBLIC_READ_WRITE));
    open.enable();
    write(new UserBucket(removed, open.name()), "removed");
    anonymously("PUT", open, "anonymous");
    anonymously("DELETE", open, "anonymous");
    anonymously("PUT", open, "anonymous kept");
    admin.remove(removed.uid());

    TestRoute.Run without = route.once();

    assertThat(without.exitCode()).as(without.end()).isEqualTo(1);
    assertThat(parked())
        .contains("its owner is '" + removed.uid() + "'")
        .contains("its owner is 'anonymous'")
        .contains("fallback-owner");
    assertThat(ownerOf(open, "anonymous kept")).isEqualTo(owner.uid());

    TestRoute with =
        route
            .with("fallback-owner: " + heir.uid())
            .withStateBelow(Files.createDirectory(directory.resolve("with")));
    TestRoute.Run run = with.once().requireSuccess();

    assertThat(run.count("owner_replaced")).as(run.end()).isEqualTo(24);
    assertThat(run.output()).containsOnlyOnce("its owner " + removed.uid() + " is no user");
    assertThat(ownerOf(open, "removed0")).isEqualTo(heir.uid());
    assertThat(ownerOf(open, "removed large")).isEqualTo(heir.uid());
    assertThat(with.differences())
        .isNotEmpty()
        .allSatisfy(
            difference ->
                assertThat(difference.what() + " " + difference.destination())
                    .contains(heir.uid()));
    assertThat(route.destination().user(heir.uid()).get(open.name(), "removed parts"))
        .hasSize(LARGE + 1);
    aLaterChangeLeavesTheHeirItsRights(with, open, heir);
  }

  /** The grants are compared then, too; at the source they are those of another owner. */
  private static void aLaterChangeLeavesTheHeirItsRights(
      TestRoute with, UserBucket open, S3User heir) throws InterruptedException {
    with.source().systemUser().setTags(open.name(), "removed0", Map.of("a", "b"));

    with.once().requireSuccess();

    S3User there = with.destination().user(heir.uid());
    assertThat(
            there.client().getObjectTagging(of -> of.bucket(open.name()).key("removed0")).tagSet())
        .hasSize(1);
    assertThat(there.get(open.name(), "removed0")).hasSize(4);
  }

  private String parked() {
    return GyreProcess.run(
        directory, 1, "parked", "list", "--config", directory.resolve("gyre.yaml").toString());
  }

  private String ownerOf(UserBucket bucket, String key) {
    return route
        .destination()
        .systemUser()
        .client()
        .getObjectAcl(of -> of.bucket(bucket.name()).key(key))
        .owner()
        .id();
  }

  private void anonymously(String method, UserBucket bucket, String key)
      throws IOException, InterruptedException {
    TestZone source = route.source();
    URI uri = URI.create(source.endpoint() + "/" + bucket.name() + "/" + key.replace(" ", "%20"));
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .method(method, HttpRequest.BodyPublishers.ofString("text"))
            .timeout(Duration.ofSeconds(10))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
  }

  @Test
  void aFallbackOwnerWhoIsNotThereIsRefusedAtTheStart() throws Exception {
    TestRoute.Run run = route.with("fallback-owner: owners-nobody").once();

    assertThat(run.exitCode()).as(run.end()).isEqualTo(2);
    assertThat(run.output()).contains("fallback-owner: 'owners-nobody' in zone ");
  }
}
