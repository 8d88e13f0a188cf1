package io.gyre.embedded.model;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes seconds in one form and keeps the last texts: objects that are listed or read together
 * were mostly written together. Threads may overwrite each other's texts, which is harmless.
 */
final class SecondTexts {
  private static final int SLOTS = 1024;

  private final DateTimeFormatter form;
  private final @Nullable Text[] slots = new @Nullable Text[SLOTS];

  private record Text(long second, String text) {}

  SecondTexts(String pattern) {
    form = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }

  /** The text of a second since the epoch. */
  String at(long second) {
    int slot = Math.floorMod(second, SLOTS);
    Text text = slots[slot];
    if (text == null || text.second() != second) {
      text = new Text(second, form.format(Instant.ofEpochSecond(second)));
      slots[slot] = text;
    }
    return text.text();
  }
}
