package io.gyre.s3.netty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

class RequestHeadTest {
  private static SdkHttpRequest.Builder request() {
    return SdkHttpRequest.builder()
        .method(SdkHttpMethod.PUT)
        .protocol("http")
        .host("s3.example")
        .port(80);
  }

  private static String written(SdkHttpRequest request) {
    ByteBuf head = RequestHead.of(request, ByteBufAllocator.DEFAULT);
    try {
      return head.toString(ISO_8859_1);
    } finally {
      head.release();
    }
  }

  @Test
  void thePathStaysAsItIsAndEachValueHasALine() {
    SdkHttpRequest request =
        request()
            .encodedPath("/b//a%2F/../%C3%BC")
            .putRawQueryParameter("uploadId", "a/b")
            .putHeader("host", "s3.example")
            .putHeader("x-amz-meta-a", List.of("1", "2"))
            .build();

    assertThat(written(request))
        .isEqualTo(
            "PUT /b//a%2F/../%C3%BC?uploadId=a%2Fb HTTP/1.1\r\n"
                + "host: s3.example\r\nx-amz-meta-a: 1\r\nx-amz-meta-a: 2\r\n\r\n");
  }

  @Test
  void withoutAPathItIsAboutTheRoot() {
    assertThat(written(request().build())).isEqualTo("PUT / HTTP/1.1\r\n\r\n");
  }

  @Test
  void eachCharacterOfAValueIsAByte() {
    assertThat(written(request().putHeader("a", "\u00c3\u00bc").build()))
        .endsWith("\r\na: \u00c3\u00bc\r\n\r\n");
  }

  @Test
  void askingToWaitIsSeenInAnyCase() {
    assertThat(RequestHead.expectsContinue(request().build())).isFalse();
    assertThat(RequestHead.expectsContinue(request().putHeader("Expect", "100-Continue").build()))
        .isTrue();
  }
}
