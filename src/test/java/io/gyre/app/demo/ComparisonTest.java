package io.gyre.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.embedded.EmbeddedSettings;
import io.gyre.embedded.EmbeddedZone;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final int STEPS = 40;

  private final EmbeddedZone one = EmbeddedZone.start(EmbeddedSettings.named("one-1"));
  private final EmbeddedZone other = EmbeddedZone.start(EmbeddedSettings.named("other-1"));

  @AfterEach
  void stop() {
    one.close();
    other.close();
  }

  private static void write(EmbeddedZone zone) throws Exception {
    try (Scene scene = new Scene(zone)) {
      scene.open().get(10, TimeUnit.SECONDS);
      Writer.all(scene.writers(), STEPS, Duration.ZERO).get(30, TimeUnit.SECONDS);
    }
  }

  private Comparison.Result compare() {
    return Comparison.of(one.zone(), other.zone());
  }

  @Test
  void whatOneZoneHasAloneIsNamed() throws Exception {
    write(one);

    assertThat(compare().differences())
        .containsExactly(
            "user ann: missing at the destination",
            "user bob: missing at the destination",
            "bucket documents: missing at the destination",
            "bucket photos: missing at the destination");
  }

  /** Ids of versions are random, all else follows from the seed. */
  @Test
  void theSameWritesMakeTheSameObjectsAndOtherVersions() throws Exception {
    write(one);
    write(other);

    Comparison.Result result = compare();

    assertThat(result.users()).isEqualTo(2);
    assertThat(result.bytes()).isPositive();
    assertThat(result.differences())
        .isNotEmpty()
        .allMatch(difference -> difference.startsWith("documents / "));
  }

  @Test
  void anObjectWithOtherBytesOrTagsIsNamed() throws Exception {
    for (EmbeddedZone zone : new EmbeddedZone[] {one, other}) {
      try (Scene scene = new Scene(zone)) {
        scene.open().get(10, TimeUnit.SECONDS);
        byte[] bytes = {(byte) (zone == one ? 1 : 2)};
        scene.ann().put(Scene.PHOTOS, "bytes", bytes, Map.of()).get(10, TimeUnit.SECONDS);
        String tag = zone == one ? "a=1" : "a=2";
        scene
            .ann()
            .put(Scene.PHOTOS, "tags", new byte[0], Map.of("x-amz-tagging", tag))
            .get(10, TimeUnit.SECONDS);
      }
    }

    assertThat(compare().differences())
        .containsExactly(
            "photos / bytes, version null: its ETag",
            "photos / bytes, version null: its bytes",
            "photos / tags, version null: ACL, tags or metadata");
  }
}
