package io.gyre.s3.netty;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponseDecoder;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Reads the answers of one connection. It has to be told of which requests, as HEAD's end early.
 */
final class AnswerDecoder extends HttpResponseDecoder {
  /** A status line; the gateway's are short. */
  private static final int MAX_LINE = 4 << 10;

  /** Metadata comes in headers, and gateways take 16 KiB of them. */
  private static final int MAX_HEADERS = 64 << 10;

  private static final int MAX_CHUNK = 128 << 10;

  private boolean withoutBody;

  AnswerDecoder() {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(MAX_LINE)
            .setMaxHeaderSize(MAX_HEADERS)
            .setMaxChunkSize(MAX_CHUNK)
            .setHeadersFactory(DefaultHttpHeadersFactory.headersFactory().withValidation(false)));
  }

  /** A request is sent now: what is read from now on answers it. */
  void answersTo(SdkHttpRequest request) {
    withoutBody = request.method() == SdkHttpMethod.HEAD;
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage answer) {
    return withoutBody || super.isContentAlwaysEmpty(answer);
  }
}
