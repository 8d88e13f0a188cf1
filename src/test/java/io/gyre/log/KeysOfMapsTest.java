package io.gyre.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.copy.ObjectVersion;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records whose {@code equals} is written by hand must not forget a component. */
class KeysOfMapsTest {
  private static final BucketName NAME = new BucketName("t", "b");
  private static final BucketInstance INSTANCE = new BucketInstance(NAME, "id");

  /** One, the same made anew, and for each component one that differs in it alone. */
  private record Example(Record one, Record same, List<Record> others) {}

  static Stream<Example> examples() {
    return Stream.of(
        new Example(
            NAME,
            new BucketName("t", "b"),
            List.of(new BucketName("u", "b"), new BucketName("t", "c"))),
        new Example(
            INSTANCE,
            new BucketInstance(new BucketName("t", "b"), "id"),
            List.of(
                new BucketInstance(new BucketName("t", "c"), "id"),
                new BucketInstance(NAME, "other"))),
        new Example(
            new BucketShard(INSTANCE, 1),
            new BucketShard(new BucketInstance(NAME, "id"), 1),
            List.of(
                new BucketShard(new BucketInstance(NAME, "other"), 1),
                new BucketShard(INSTANCE, 2))),
        new Example(
            new ObjectVersion(NAME, "key", "v"),
            new ObjectVersion(new BucketName("t", "b"), "key", "v"),
            List.of(
                new ObjectVersion(new BucketName("t", "c"), "key", "v"),
                new ObjectVersion(NAME, "other", "v"),
                new ObjectVersion(NAME, "key", "w"))));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void eachComponentCounts(Example example) {
    assertThat(example.one()).isEqualTo(example.same()).hasSameHashCodeAs(example.same());
    assertThat(example.one()).isNotEqualTo("something else");
    assertThat(example.others()).hasSize(example.one().getClass().getRecordComponents().length);
    assertThat(example.others()).doesNotContain(example.one());
  }
}
