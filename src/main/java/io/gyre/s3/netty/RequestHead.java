package io.gyre.s3.netty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * A request's head as bytes. Netty's own encoder, which writes them one by one, takes more than
 * twice as long. Line breaks within a header are the caller's to refuse.
 */
final class RequestHead {
  private static final int EXPECTED = 1024;

  private RequestHead() {}

  /**
   * Its path is encoded already, and stays as it is; of header values each character is a byte.
   *
   * @return a buffer that belongs to the caller
   */
  static ByteBuf of(SdkHttpRequest request, ByteBufAllocator buffers) {
    StringBuilder text = new StringBuilder(EXPECTED);
    text.append(request.method().name()).append(' ');
    text.append(request.encodedPath().isEmpty() ? "/" : request.encodedPath());
    request.encodedQueryParameters().ifPresent(query -> text.append('?').append(query));
    text.append(" HTTP/1.1\r\n");
    request.forEachHeader(
        (name, values) -> {
          for (String value : values) {
            text.append(name).append(": ").append(value).append("\r\n");
          }
        });
    byte[] bytes = text.append("\r\n").toString().getBytes(ISO_8859_1);
    return buffers.directBuffer(bytes.length).writeBytes(bytes);
  }

  static boolean expectsContinue(SdkHttpRequest request) {
    return request
        .firstMatchingHeader("expect")
        .filter(value -> value.equalsIgnoreCase("100-continue"))
        .isPresent();
  }
}
