package io.gyre.embedded.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Map;
import java.util.TreeMap;

/** The capabilities of a user, by type, and what is added to them and taken from them. */
final class Capabilities {
  private static final int READ = 1;
  private static final int WRITE = 2;
  private static final int ALL = READ | WRITE;

  private Capabilities() {}

  /**
   * Adds to what is there.
   *
   * @param text {@code users=read;buckets=*}
   */
  static void add(ArrayNode caps, String text) {
    Map<String, Integer> all = read(caps);
    parse(text).forEach((type, bits) -> all.merge(type, bits, (had, more) -> had | more));
    write(caps, all);
  }

  /** Takes from what is there; of a type of which nothing is left nothing stays. */
  static void remove(ArrayNode caps, String text) {
    Map<String, Integer> all = read(caps);
    parse(text).forEach((type, bits) -> all.computeIfPresent(type, (name, had) -> had & ~bits));
    write(caps, all);
  }

  private static Map<String, Integer> parse(String text) {
    Map<String, Integer> found = new TreeMap<>();
    for (String cap : text.split(";", -1)) {
      String[] pair = cap.split("=", 2);
      if (pair.length == 2) {
        found.put(pair[0].strip(), bits(pair[1]));
      }
    }
    return found;
  }

  private static Map<String, Integer> read(ArrayNode caps) {
    Map<String, Integer> found = new TreeMap<>();
    for (JsonNode cap : caps) {
      found.put(cap.path("type").asText(), bits(cap.path("perm").asText()));
    }
    return found;
  }

  private static int bits(String text) {
    int bits = 0;
    for (String permission : text.split(",", -1)) {
      bits |=
          switch (permission.strip()) {
            case "read" -> READ;
            case "write" -> WRITE;
            case "*" -> ALL;
            default -> 0;
          };
    }
    return bits;
  }

  private static void write(ArrayNode caps, Map<String, Integer> all) {
    caps.removeAll();
    all.forEach(
        (type, bits) -> {
          if (bits != 0) {
            String permission = bits == ALL ? "*" : bits == READ ? "read" : "write";
            caps.addObject().put("type", type).put("perm", permission);
          }
        });
  }
}
