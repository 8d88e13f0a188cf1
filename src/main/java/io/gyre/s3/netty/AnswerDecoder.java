package io.gyre.s3.netty;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponseDecoder;

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

  /** What is read from now on answers a request that was a HEAD, or was none. */
  void next(boolean head) {
    withoutBody = head;
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage answer) {
    return withoutBody || super.isContentAlwaysEmpty(answer);
  }
}
