package io.gyre.log;

/** The order of keys in a listing: that of their UTF-8 bytes, which differs from String's order. */
public final class KeyOrder {
  private KeyOrder() {}

  /** Compares as {@link String#compareTo} does, but by code point, which is the order of bytes. */
  public static int compare(String one, String other) {
    int length = Math.min(one.length(), other.length());
    for (int i = 0; i < length; i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      if (a != b) {
        return rank(a) - rank(b);
      }
    }
    return one.length() - other.length();
  }

  /** Surrogates stand for code points above every other char, so they have to rank last. */
  private static int rank(char c) {
    if (c < Character.MIN_SURROGATE) {
      return c;
    }
    return c <= Character.MAX_SURROGATE ? c + 0x2000 : c - 0x800;
  }
}
