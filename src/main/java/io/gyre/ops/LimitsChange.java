package io.gyre.ops;

import com.fasterxml.jackson.databind.JsonNode;
import io.gyre.config.DataRate;
import io.gyre.ops.Controls.Limits;
import java.util.Iterator;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a client wants of the limits: keys that are not given stay as they are, null is no limit.
 */
final class LimitsChange {
  private static final int MAX_PER_SECOND = 1_000_000;
  private static final DataRate SLOWEST = DataRate.parse("1KiB/s");
  private static final DataRate FASTEST = DataRate.parse("1TiB/s");
  private static final Set<String> KEYS = Set.of("concurrency", "objects_per_second", "bandwidth");

  private LimitsChange() {}

  /**
   * The limits with the changes.
   *
   * @throws Refused when one of them is out of range, or nothing that can be limited
   */
  static Limits apply(Limits now, JsonNode change) {
    Iterator<String> names = change.fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      if (!KEYS.contains(name)) {
        throw new Refused(400, name + " is no limit; there are " + String.join(", ", sorted()));
      }
    }
    return new Limits(
        concurrency(now, change), now.most(), objects(now, change), bandwidth(now, change));
  }

  private static Iterable<String> sorted() {
    return KEYS.stream().sorted().toList();
  }

  private static int concurrency(Limits now, JsonNode change) {
    return change.has("concurrency")
        ? number(change, "concurrency", now.most())
        : now.concurrency();
  }

  private static OptionalInt objects(Limits now, JsonNode change) {
    if (!change.has("objects_per_second")) {
      return now.objectsPerSecond();
    }
    return change.get("objects_per_second").isNull()
        ? OptionalInt.empty()
        : OptionalInt.of(number(change, "objects_per_second", MAX_PER_SECOND));
  }

  private static int number(JsonNode change, String name, int max) {
    JsonNode value = change.path(name);
    if (!value.canConvertToInt()
        || !value.isIntegralNumber()
        || value.asInt() < 1
        || value.asInt() > max) {
      throw new Refused(400, name + " is a whole number from 1 to " + max);
    }
    return value.asInt();
  }

  private static OptionalLong bandwidth(Limits now, JsonNode change) {
    if (!change.has("bandwidth")) {
      return now.bytesPerSecond();
    }
    JsonNode value = change.get("bandwidth");
    return value.isNull()
        ? OptionalLong.empty()
        : OptionalLong.of(rate(value.asText()).perSecond().bytes());
  }

  private static DataRate rate(String text) {
    try {
      DataRate rate = DataRate.parse(text);
      if (rate.compareTo(SLOWEST) >= 0 && rate.compareTo(FASTEST) <= 0) {
        return rate;
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      // it is refused like one that is out of range
    }
    throw new Refused(
        400, "bandwidth is a rate such as 10MiB/s, from " + SLOWEST + " to " + FASTEST);
  }
}
