package io.gyre.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Keys that have broken tools before, and one for every class of Unicode. */
final class OddObjects {
  private static final int LONGEST_KEY = 1024;

  private static final List<String> KNOWN =
      List.of(
          "_under",
          "__two",
          "___three",
          "_multipart_x",
          "_",
          "a b",
          " lead",
          "trail ",
          " ",
          "%41",
          "%2F",
          "%",
          "+&?#=",
          "+",
          "//x",
          "/x",
          "x//",
          "./../y",
          ".",
          "..",
          "...",
          "a/../b",
          "dir/",
          "a:b",
          "a#0",
          "q'\"<>",
          "back\\slash",
          "{json}\":,[]",
          "tab\there",
          "line\nfeed",
          "\r",
          "\u0001",
          "\u001f",
          "\u007f",
          "\u0085",
          "\u2028",
          "\ufeffbom",
          "\ufffd",
          "\uffff",
          "\u00e9\u4e2d\uD83D\uDE00",
          "\u00e9",
          "e\u0301",
          "\u05d0\u05d1",
          "\u202e reversed",
          "\uDBFF\uDFFF",
          "null",
          "!$'()*,;=@~^`|");

  private OddObjects() {}

  /** All of them, no two alike. */
  static Set<String> keys() {
    Set<String> keys = new TreeSet<>(KNOWN);
    keys.add("k".repeat(LONGEST_KEY));
    keys.add("\uD83D\uDE00".repeat(LONGEST_KEY / 4));
    keys.add("%".repeat(LONGEST_KEY));
    for (String character : oneOfEachClass()) {
      keys.add("class " + character);
    }
    return keys;
  }

  private static List<String> oneOfEachClass() {
    Set<Integer> classes = new TreeSet<>();
    List<String> characters = new ArrayList<>();
    IntStream.rangeClosed('!', Character.MAX_CODE_POINT)
        .filter(c -> Character.getType(c) != Character.SURROGATE)
        .filter(c -> classes.add(Character.getType(c)))
        .forEach(c -> characters.add(Character.toString(c)));
    return characters;
  }

  /** Bytes that belong to a key. */
  static byte[] content(String key, String generation) {
    return (generation + " of " + key).getBytes(UTF_8);
  }
}
