package io.gyre.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveScreenTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final LiveScreen screen = new LiveScreen(new PrintStream(written, true, UTF_8));

  private String shown() {
    String text = written.toString(UTF_8);
    written.reset();
    return text.replace("\u001b", "^");
  }

  @Test
  void linesAreWrittenInPlaceOfThoseBefore() {
    screen.show(List.of("a", "b"));
    assertThat(shown()).isEqualTo("^[?7la\nb\n^[?7h");
    screen.show(List.of("c"));
    assertThat(shown()).isEqualTo("\r^[2A^[J^[?7lc\n^[?7h");
    screen.end();
    assertThat(shown()).isEqualTo("\r^[1A^[J");
  }

  @Test
  void theLogGoesByAboveThem() {
    screen.show(List.of("a", "b"));
    shown();
    PrintStream log = screen.above();
    log.print("half ");
    assertThat(shown()).as("not before its end").isEmpty();
    log.print("of a line\n");
    assertThat(shown()).isEqualTo("\r^[2A^[Jhalf of a line\n^[?7la\nb\n^[?7h");
    screen.end();
    shown();
    log.print("the last\n");
    assertThat(shown()).isEqualTo("the last\n");
  }
}
