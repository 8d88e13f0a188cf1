package io.gyre.s3;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpClientCodec;

/**
 * Lets a connection take answers with more than 8 KiB of headers. An object's metadata comes in
 * headers, and gateways take 16 KiB of them; Amazon's client knows no setting for it, and waits for
 * an answer that it has thrown away until the time is over.
 */
final class LargeHeads extends ChannelInboundHandlerAdapter {
  private static final int MAX_LINE = 4 << 10;
  private static final int MAX_HEADERS = 64 << 10;
  private static final int MAX_CHUNK = 8 << 10;

  /** The connection stands, and nothing was sent yet. */
  @Override
  public void channelActive(ChannelHandlerContext context) {
    context
        .pipeline()
        .replace(
            HttpClientCodec.class,
            "http-codec",
            new HttpClientCodec(MAX_LINE, MAX_HEADERS, MAX_CHUNK));
    context.pipeline().remove(this);
    context.fireChannelActive();
  }
}
