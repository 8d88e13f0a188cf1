package io.gyre.rgw;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gyre.copy.ObjectVersion;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.log.BucketName;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {
  private static final ObjectVersion KEY = ObjectVersion.plain(new BucketName("", "b"), "k");

  private static void check(String attribute, String value) {
    Refusals.check(KEY, new ObjectAttributes(Map.of(attribute, value.getBytes(ISO_8859_1))));
  }

  private static void assertRefused(String attribute, String value, String named) {
    assertThatThrownBy(() -> check(attribute, value))
        .isInstanceOfSatisfying(
            GatewayException.class,
            failure -> assertThat(failure.failureClass()).isEqualTo(FailureClass.INVALID))
        .hasMessageContaining("b / k")
        .hasMessageContaining("(" + named + ")");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\r\nb", "a\nb", "a\rb", "a\0b", "\u007f", " a", "a ", "\ta", "a\t", " "})
  void whatAHeaderCannotCarryAsItIsIsRefusedByItsName(String value) {
    assertRefused("x-amz-meta-note", value, "x-amz-meta-note");
    assertRefused("content_type", value, "Content-Type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a  b", "a\tb", "caf\u00e9", "text/plain\0", "\u00c3\u00a9"})
  void whatItCanIsNot(String value) {
    assertThatCode(() -> check("x-amz-meta-note", value)).doesNotThrowAnyException();
    assertThatCode(() -> check("content_type", value)).doesNotThrowAnyException();
  }

  @Test
  void aNameThatWouldBeAnotherIsRefused() {
    assertRefused("x-amz-meta-a: b", "c", "x-amz-meta-a??b");
    assertRefused("x-amz-meta-\u00e9", "c", "x-amz-meta-?");
    assertThatCode(() -> check("x-amz-meta-a_b.c-1", "d")).doesNotThrowAnyException();
  }

  /** They do not go as headers. */
  @Test
  void otherAttributesMayBeAnything() {
    assertThatCode(() -> check("acl", "\r\n")).doesNotThrowAnyException();
    assertThatCode(() -> check("x-amz-meta-rgwx-source-mtime", "\r\n")).doesNotThrowAnyException();
  }
}
