package io.gyre.embedded.admin;

import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.model.Bucket;
import io.gyre.embedded.model.Zone;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A bucket instance, and the shard that the request named if it did: {@code
 * [tenant/]name:id[:shard]}.
 */
record InstanceKey(Bucket bucket, Optional<Integer> shard) {

  static InstanceKey parse(Zone zone, String text) {
    String[] parts = text.split(":", -1);
    if (parts.length < 2 || parts.length > 3 || text.isEmpty()) {
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
    Bucket bucket =
        zone.buckets()
            .instance(parts[0] + ":" + parts[1])
            .orElseThrow(ErrorCode.NO_SUCH_KEY::refusal);
    return new InstanceKey(
        bucket, parts.length == 3 ? Optional.of(number(parts[2])) : Optional.empty());
  }

  /** The shards that are meant; none if there is no such shard. */
  List<Integer> shards() {
    return IntStream.range(0, bucket.shardCount())
        .filter(number -> shard.isEmpty() || shard.get() == number)
        .boxed()
        .toList();
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
  }
}
