package io.gyre.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.testing.S3User;
import io.gyre.testing.TestZone;
import io.gyre.testing.UserBucket;
import io.gyre.testing.ZoneOperator;
import io.gyre.testing.ZonePair;
import io.gyre.zones.AnyZones;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The way back that {@code cutover} prints, walked. */
@AnyZones
@Tag("long")
@Timeout(240)
class WayBackIT extends LocalRoutes {

  WayBackIT(ZonePair zones) {
    super(zones);
  }

  private record Swapped(ZonePair zones) implements ZonePair {
    @Override
    public TestZone source() {
      return zones.destination();
    }

    @Override
    public TestZone destination() {
      return zones.source();
    }

    @Override
    public ZoneOperator operator(TestZone zone) {
      return zones.operator(zone);
    }
  }

  @Test
  void whatIsChangedAfterASwitchOverComesBackToTheOldSource(@TempDir Path directory)
      throws Exception {
    S3User ann = source.createUser("ann");
    UserBucket flat = new UserBucket(ann, "flat").create();
    for (String key : List.of("same", "changed", "removed", "tagged")) {
      flat.put(key, "text");
    }
    UserBucket versioned = new UserBucket(ann, "versioned").create();
    versioned.put("null below", "text");
    versioned.enable();
    for (String key : List.of("same", "more", "less", "marked", "null below")) {
      versioned.put(key, "text");
      versioned.put(key, "newer");
    }
    versioned.delete("same");
    LocalRoute route = new LocalRoute(zones, directory).with();
    assertThat(route.syncOnce()).isZero();
    assertEqual(route);

    changeThere();
    List<String> before = ids(ann, "versioned", "same");
    LocalRoute back =
        new LocalRoute(new Swapped(zones), Files.createDirectory(directory.resolve("back")))
            .with("adopt: [all]");
    assertThat(back.run("doctor").code()).isZero();
    assertThat(back.syncOnce()).isZero();

    assertEqual(back);
    assertThat(ids(ann, "versioned", "same")).as("versions keep their ids").isEqualTo(before);
    assertThat(text(ann, "flat", "changed")).isEqualTo("of the new source");
    assertThat(text(ann, "born-there", "a")).isEqualTo("text");
    assertThat(ann.client().listObjectsV2(of -> of.bucket("flat")).contents())
        .extracting(object -> object.key())
        .containsExactly("changed", "same", "tagged");
    // And what was copied once is not copied again.
    new UserBucket(destination.user("ann"), "flat").put("late", "text");
    assertThat(back.syncOnce()).isZero();
    assertEqual(back);
  }

  private void changeThere() {
    S3User there = destination.user("ann");
    UserBucket flat = new UserBucket(there, "flat");
    flat.put("changed", "of the new source");
    flat.delete("removed");
    there.setTags("flat", "tagged", Map.of("a", "b"));
    UserBucket versioned = new UserBucket(there, "versioned");
    versioned.put("more", "newest");
    versioned.delete("marked");
    versioned.remove("less", ids(there, "versioned", "less").get(1));
    new UserBucket(there, "born-there").create().put("a", "text");
  }

  private static void assertEqual(LocalRoute route) throws Exception {
    LocalRoute.Ran check = route.check("--attributes");
    assertThat(check.found()).as(check.text()).isEmpty();
    assertThat(check.code()).isZero();
  }

  private static String text(S3User user, String bucket, String key) {
    return user.client().getObjectAsBytes(of -> of.bucket(bucket).key(key)).asUtf8String();
  }

  private static List<String> ids(S3User user, String bucket, String key) {
    return user.client().listObjectVersions(of -> of.bucket(bucket).prefix(key)).versions().stream()
        .map(version -> version.versionId())
        .toList();
  }
}
