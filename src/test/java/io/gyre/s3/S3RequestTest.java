package io.gyre.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.s3.S3Request.Method;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3RequestTest {
  private final S3Request request = S3Request.path(Method.PUT, "/b/k");

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nx-amz-acl: public-read", "a\nb", "a\rb", "a\0b"})
  void aHeaderThatWouldBecomeTwoIsRefusedAndNotTold(String text) {
    assertThatThrownBy(() -> request.header("x-amz-meta-a", text))
        .isInstanceOfSatisfying(
            GatewayException.class,
            failure -> assertThat(failure.failureClass()).isEqualTo(FailureClass.INVALID))
        .hasMessageContaining("/b/k")
        .hasMessageNotContaining("public-read");
    assertThatThrownBy(() -> request.headers(Map.of("x-amz-meta-" + text, "a")))
        .isInstanceOf(GatewayException.class);
    assertThat(request.headers()).isEmpty();
  }
}
