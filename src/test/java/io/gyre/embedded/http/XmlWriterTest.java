package io.gyre.embedded.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XmlWriterTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '|',
      value = {
        "plain plain",
        "ключ𝄞 ключ𝄞",
        "<b> &lt;b&gt;",
        "a<b>c a&lt;b&gt;c",
        "\"'& &quot;&apos;&amp;",
        "a\u0001b\u007f a&#x1;b&#x7f;"
      })
  void textIsEscaped(String text, String written) {
    byte[] document = new XmlWriter().text("Key", text).bytes();
    assertThat(new String(document, StandardCharsets.UTF_8)).endsWith("<Key>" + written + "</Key>");
  }
}
