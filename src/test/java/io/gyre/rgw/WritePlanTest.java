package io.gyre.rgw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.copy.ObjectVersion;
import io.gyre.copy.VersionWrite;
import io.gyre.log.BucketName;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WritePlanTest {
  private static final String STORAGE_CLASS = "x-amz-storage-class";
  private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");

  @Test
  void aStorageClassThatTheDestinationHasIsKept() {
    WritePlan plan = plan(Map.of("storage_class", "COLD"), "STANDARD", "COLD");

    assertThat(plan.headers()).containsEntry(STORAGE_CLASS, "COLD");
    assertThat(plan.classLost()).isEmpty();
  }

  @Test
  void oneThatItDoesNotHaveIsLostAndSaid() {
    WritePlan plan = plan(Map.of("storage_class", "COLD"), "STANDARD");

    assertThat(plan.headers()).doesNotContainKey(STORAGE_CLASS);
    assertThat(plan.classLost()).contains("COLD");
  }

  @Test
  void theDefaultOneCannotBeLost() {
    assertThat(plan(Map.of()).classLost()).isEmpty();
    assertThat(plan(Map.of("storage_class", "STANDARD")).classLost()).isEmpty();
  }

  @Test
  void oneThatIsLostIsRecordedWhereThereAreRules() {
    Map<String, String> cold = Map.of("storage_class", "COLD");

    assertThat(plan(cold, true, "STANDARD").headers())
        .containsEntry(WritePlan.SOURCE_CLASS, "COLD");
    assertThat(plan(cold, true, "STANDARD", "COLD").headers())
        .doesNotContainKey(WritePlan.SOURCE_CLASS);
    assertThat(plan(cold, "STANDARD").headers()).doesNotContainKey(WritePlan.SOURCE_CLASS);
  }

  private static WritePlan plan(Map<String, String> attributes, String... storageClasses) {
    return plan(attributes, false, storageClasses);
  }

  private static WritePlan plan(
      Map<String, String> attributes, boolean mapped, String... storageClasses) {
    Map<String, byte[]> values = new HashMap<>();
    attributes.forEach((name, value) -> values.put(name, value.getBytes(UTF_8)));
    CopyJob job =
        new CopyJob(
            ObjectVersion.plain(new BucketName("", "photos"), "k"),
            VersionWrite.PLAIN,
            new SourceObject(0, 3, "0".repeat(32), NOW, ""),
            new ObjectAttributes(values),
            "alice",
            "alice",
            attributes.getOrDefault("storage_class", ""),
            new ObjectState(
                new AccessPolicy("alice", List.of()),
                ObjectTags.NONE,
                Optional.empty(),
                Optional.empty()));
    return WritePlan.of(job, Set.of(storageClasses), mapped, false, NOW);
  }
}
