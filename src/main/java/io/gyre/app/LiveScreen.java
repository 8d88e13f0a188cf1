package io.gyre.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A few lines at the bottom of a terminal that are written anew again and again, while other lines,
 * those of the log, go by above them. Safe for many threads.
 */
final class LiveScreen {
  private static final String CUT_OFF = "\u001b[?7l";
  private static final String WRAP = "\u001b[?7h";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final PrintStream terminal;
  private List<String> lines = List.of();
  private boolean ended;

  /**
   * @param terminal which understands the usual sequences, and is more than a few lines high
   */
  LiveScreen(PrintStream terminal) {
    this.terminal = terminal;
  }

  /** Shows these lines in place of those before; what is longer than a line is cut off. */
  synchronized void show(List<String> now) {
    if (ended) {
      return;
    }
    StringBuilder text = erase();
    lines = List.copyOf(now);
    write(draw(text));
  }

  private synchronized void writeAbove(String other) {
    write(draw(erase().append(other)));
  }

  /** Leaves nothing behind, and shows nothing more. */
  synchronized void end() {
    StringBuilder text = erase();
    lines = List.of();
    ended = true;
    write(text);
  }

  private StringBuilder erase() {
    StringBuilder text = new StringBuilder();
    return lines.isEmpty()
        ? text
        : text.append("\r\u001b[").append(lines.size()).append('A').append(CLEAR_BELOW);
  }

  private StringBuilder draw(StringBuilder text) {
    if (!lines.isEmpty()) {
      text.append(CUT_OFF);
      lines.forEach(line -> text.append(line).append('\n'));
      text.append(WRAP);
    }
    return text;
  }

  private void write(StringBuilder text) {
    terminal.print(text);
    terminal.flush();
  }

  /** A stream whose lines go by above. A line is written when it is complete. */
  PrintStream above() {
    return new PrintStream(new Above(), true, UTF_8);
  }

  /** Collects bytes up to the end of a line. */
  private final class Above extends OutputStream {
    private static final int MAX_PENDING = 1 << 16;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte @Nullable [] bytes, int offset, int length) {
      if (bytes == null) {
        return;
      }
      pending.write(bytes, offset, length);
      boolean ends = length > 0 && bytes[offset + length - 1] == '\n';
      if (ends || pending.size() > MAX_PENDING) {
        writeAbove(pending.toString(UTF_8));
        pending.reset();
      }
    }
  }
}
