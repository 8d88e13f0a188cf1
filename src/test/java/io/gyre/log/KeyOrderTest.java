package io.gyre.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyOrderTest {
  /** On both sides of where UTF-16 and UTF-8 order differently. */
  private static final int[] POINTS = {
    '/', 'a', 0x7f, 0x80, 0x7ff, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff
  };

  @Test
  void isThatOfTheBytes() {
    Random random = new Random(20261126);
    for (int i = 0; i < 10_000; i++) {
      String one = key(random);
      String other = key(random);

      assertThat(Integer.signum(KeyOrder.compare(one, other)))
          .as("%s and %s", one, other)
          .isEqualTo(Integer.signum(Arrays.compareUnsigned(bytes(one), bytes(other))));
    }
  }

  private static String key(Random random) {
    StringBuilder key = new StringBuilder();
    for (int length = random.nextInt(4); length > 0; length--) {
      key.appendCodePoint(POINTS[random.nextInt(POINTS.length)]);
    }
    return key.toString();
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }
}
