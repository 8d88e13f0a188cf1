package io.gyre.embedded;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What changed since a peer was last told. Of bucket shards no more than one push can carry: the
 * peer would refuse a larger body, and finds out by itself. Thread-safe.
 */
final class PendingPushes {
  /** The receiver of a real gateway takes 128 KiB. */
  private static final int MAX_KEY_CHARACTERS = 100_000;

  private final Map<Integer, SortedSet<String>> data = new TreeMap<>();
  private final SortedSet<Integer> metadata = new TreeSet<>();
  private int characters;

  synchronized void data(int logShard, String bucketShard) {
    SortedSet<String> keys = data.computeIfAbsent(logShard, number -> new TreeSet<>());
    if (characters + bucketShard.length() <= MAX_KEY_CHARACTERS && keys.add(bucketShard)) {
      characters += bucketShard.length();
    }
  }

  synchronized void metadata(int logShard) {
    metadata.add(logShard);
  }

  /** {@code [{"key":<log shard>,"val":["<bucket shard>",…]},…]}; nothing if nothing changed. */
  synchronized Optional<String> takeData() {
    if (data.isEmpty()) {
      return Optional.empty();
    }
    ArrayNode body = JsonNodeFactory.instance.arrayNode();
    data.forEach(
        (shard, keys) -> {
          ObjectNode entry = body.addObject().put("key", shard);
          keys.forEach(entry.withArray("val")::add);
        });
    data.clear();
    characters = 0;
    return Optional.of(body.toString());
  }

  /** {@code [<log shard>,…]}; nothing if nothing changed. */
  synchronized Optional<String> takeMetadata() {
    if (metadata.isEmpty()) {
      return Optional.empty();
    }
    ArrayNode body = JsonNodeFactory.instance.arrayNode();
    metadata.forEach(body::add);
    metadata.clear();
    return Optional.of(body.toString());
  }
}
