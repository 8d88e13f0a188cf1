package io.gyre.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorBodyTest {
  private static ErrorBody parse(String body) {
    return ErrorBody.parse(body.getBytes(UTF_8));
  }

  @Test
  void bothKindsOfTheGatewaysOwnErrorsAreRead() {
    assertThat(
            parse(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>NoSuchKey</Code>"
                    + "<Message>m</Message><RequestId>tx1</RequestId></Error>"))
        .isEqualTo(new ErrorBody("NoSuchKey", "m", "tx1"));
    assertThat(parse("{\"Code\":\"NoSuchUser\",\"RequestId\":\"tx2\",\"HostId\":\"h\"}"))
        .isEqualTo(new ErrorBody("NoSuchUser", "", "tx2"));
  }

  @Test
  void anErrorWithoutARequestIdHasNoProperCode() {
    assertThat(parse("{\"Code\":\"NoSuchKey\"}").properCode()).isEmpty();
    assertThat(parse("<Error><Code>NoSuchKey</Code></Error>").properCode()).isEmpty();
    assertThat(parse("{\"Code\":\"NoSuchKey\",\"RequestId\":\"tx\"}").properCode())
        .isEqualTo("NoSuchKey");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not found",
        "<html><body><Code>NoSuchKey</Code><RequestId>tx</RequestId></body></html>",
        "<!DOCTYPE html><html><head><title>404</title><body>NoSuchKey",
        "<Error><Code>NoSuchKey</Code><RequestId>tx</Requ",
        "{\"Code\":\"NoSuchKey\",\"RequestId\":\"tx",
        "[]",
        "{}",
        "null"
      })
  void whatSomebodyElseWroteSaysNothing(String body) {
    assertThat(parse(body)).isEqualTo(ErrorBody.NONE);
  }
}
