package io.gyre.embedded.model;

import java.util.concurrent.ThreadLocalRandom;

/** Random names of the lengths and alphabets the gateway uses. */
final class Ids {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final int VERSION_LENGTH = 31;
  private static final int TAG_LENGTH = 23;

  private Ids() {}

  /** An object version id. */
  static String version() {
    return random(VERSION_LENGTH).replace('_', '.');
  }

  /** The tag of a metadata object. */
  static String metaTag() {
    return "_" + random(TAG_LENGTH);
  }

  /** An upload id. */
  static String upload() {
    return "2~" + random(VERSION_LENGTH);
  }

  /** What tells one write of an object from another. */
  static long writeTag() {
    return ThreadLocalRandom.current().nextLong();
  }

  private static String random(int length) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    char[] chars = new char[length];
    for (int i = 0; i < length; i++) {
      chars[i] = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
    }
    return new String(chars);
  }
}
