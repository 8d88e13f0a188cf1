package io.gyre.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gyre.log.BucketName;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleTest {
  private static final int KEYS = 100_000;

  @Test
  void takesItsPartOfTheKeysAndTheSameOnesWithTheSameSeed() {
    Set<String> one = taken(new Sample(0.01, 7), "photos");

    assertThat(one).hasSizeBetween(900, 1100);
    assertThat(taken(new Sample(0.01, 7), "photos")).isEqualTo(one);
    assertThat(taken(new Sample(1, 7), "photos")).hasSize(KEYS);
  }

  /** Also a seed that is the next one, or a bucket whose name is alike. */
  @Test
  void takesOthersWithAnotherSeedAndInAnotherBucket() {
    Set<String> one = taken(new Sample(0.01, 7), "photos");

    for (Set<String> other :
        List.of(taken(new Sample(0.01, 8), "photos"), taken(new Sample(0.01, 7), "photot"))) {
      assertThat(other.stream().filter(one::contains).count()).isLessThan(50);
    }
  }

  @Test
  void aLargerPartHoldsTheSmallerOne() {
    assertThat(taken(new Sample(0.05, 7), "photos"))
        .containsAll(taken(new Sample(0.01, 7), "photos"));
  }

  @Test
  void isNeverNothingNorMoreThanAll() {
    for (double fraction : new double[] {0, -1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> new Sample(fraction, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static Set<String> taken(Sample sample, String bucket) {
    BucketName name = BucketName.parse(bucket);
    return IntStream.range(0, KEYS)
        .mapToObj(i -> "object-" + i)
        .filter(key -> sample.takes(name, key))
        .collect(Collectors.toSet());
  }
}
