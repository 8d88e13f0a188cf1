package io.gyre.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.testing.S3User;
import io.gyre.testing.SystemClient.Answer;
import io.gyre.testing.TestZone;
import io.gyre.testing.UserBucket;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is said before the first copy, to a destination where others have names, keys and mail. */
@AnyZones
@Timeout(120)
class PreflightIT {
  private final ZonePair zones;

  @TempDir private Path directory;

  PreflightIT(ZonePair zones) {
    this.zones = zones;
  }

  /** Users are not selected by name, so that others' would be counted. */
  @AfterEach
  void leaveNothing() {
    zones.source().wipe();
    zones.destination().wipe();
  }

  @Test
  void itCountsWhatIsToComeAndNamesWhatIsInTheWay() throws InterruptedException {
    leaveNothing();
    TestRoute route = new TestRoute(zones, directory, "pre-");
    fillTheSource(route);
    List<JsonNode> before = fillTheDestination(route);

    TestRoute.Run first = route.once();

    assertThat(first.exitCode()).as(first.end()).isEqualTo(1);
    assertThat(lines(first, "first copy"))
        .singleElement()
        .asString()
        .contains("first copy: 2 users, 2 buckets, 5 objects, 3.0 KiB to come")
        .contains("refused: 2 users, 2 buckets");
    assertThat(lines(first, "user pre-name")).first().asString().contains("--adopt user:pre-name");
    assertThat(lines(first, "bucket pre-taken"))
        .first()
        .asString()
        .contains("of user pre-stranger", "--adopt bucket:pre-taken");
    assertThat(lines(first, "user pre-key"))
        .allMatch(line -> line.contains("belongs to user pre-stranger"));
    assertThat(lines(first, "user pre-mail"))
        .first()
        .asString()
        .contains("belongs to user pre-stranger", "without the address");
    // Nothing is written before: what follows the lines is the first that the route records.
    assertThat(first.output().indexOf("first copy: "))
        .isLessThan(first.output().indexOf("data log shards"));
    assertThat(theirs(route)).isEqualTo(before);
    assertThat(user(route, "mail").path("email").asText()).isEmpty();
    assertThat(giveEmail(route, "other").status()).as("theirs is still theirs").isEqualTo(409);
    assertThat(lines(route.once(), "first copy")).isEmpty();
  }

  /** With a tenant, and with versions and markers, of which the markers do not count. */
  private static void fillTheSource(TestRoute route) {
    S3User other = route.user("other");
    UserBucket free = route.bucket(other, "free").create();
    free.put("a", "x".repeat(1000));
    free.enable();
    free.put("a", "y".repeat(1000));
    free.put("b", "z".repeat(500));
    free.delete("b");
    S3User mail = route.user("mail");
    giveSharedEmail(route.source(), "pre-mail");
    UserBucket empty = route.bucket(mail, "mails").create();
    empty.put("c", "x".repeat(500));
    empty.put("d", "x".repeat(72));
    route.bucket(other, "taken").create().put("e", "text");
    route.bucket(route.user("name"), "withit").create().put("f", "text");
    route.user("key");
  }

  private List<JsonNode> fillTheDestination(TestRoute route) throws InterruptedException {
    S3User stranger = route.destination().createUser("pre-stranger");
    giveSharedEmail(route.destination(), "pre-stranger");
    new UserBucket(stranger, "pre-taken").create().put("theirs", "their text");
    route.destination().createUser("pre-name");
    modify(route.destination(), Map.of("uid", "pre-name", "display-name", "Somebody else"));
    new UserAdmin(route.destination())
        .addKey("pre-stranger", accessKey(route.source(), "pre-key"), "theirs");
    return theirs(route);
  }

  private static void giveSharedEmail(TestZone zone, String uid) {
    modify(zone, Map.of("uid", uid, "email", "shared@example.org"));
  }

  private static void modify(TestZone zone, Map<String, String> what) {
    zone.system().send("POST", "/admin/user", what).requireSuccess();
  }

  private static Answer giveEmail(TestRoute route, String name) {
    return route
        .destination()
        .system()
        .send(
            "POST", "/admin/user", Map.of("uid", route.named(name), "email", "shared@example.org"));
  }

  private static List<JsonNode> theirs(TestRoute route) {
    return List.of(
        user(route, "stranger"),
        user(route, "name"),
        metadata(route.destination(), "bucket", "pre-taken"),
        route.destination().system().json("/pre-taken", Map.of("versions", "", "format", "json")));
  }

  private static String accessKey(TestZone zone, String uid) {
    return metadata(zone, "user", uid).at("/data/keys/0/access_key").asText();
  }

  private static JsonNode user(TestRoute route, String name) {
    return metadata(route.destination(), "user", route.named(name)).path("data");
  }

  private static JsonNode metadata(TestZone zone, String section, String key) {
    return zone.system().json("/admin/metadata/" + section, Map.of("key", key));
  }

  private static List<String> lines(TestRoute.Run run, String text) {
    return run.output().lines().filter(line -> line.contains(text)).toList();
  }
}
