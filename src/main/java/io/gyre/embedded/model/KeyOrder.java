package io.gyre.embedded.model;

import java.util.Comparator;

/** The order of keys in a listing: that of their UTF-8 bytes, which differs from String's order. */
public final class KeyOrder {
  /** Compares by code point, which is the order of the UTF-8 bytes. */
  public static final Comparator<String> BYTES = KeyOrder::compare;

  private KeyOrder() {}

  private static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        return rank(x) - rank(y);
      }
    }
    return a.length() - b.length();
  }

  /** Surrogates stand for code points above every other char, so they have to rank last. */
  private static int rank(char c) {
    if (c < Character.MIN_SURROGATE) {
      return c;
    }
    return c <= Character.MAX_SURROGATE ? c + 0x2000 : c - 0x800;
  }
}
