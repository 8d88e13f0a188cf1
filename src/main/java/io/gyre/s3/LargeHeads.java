package io.gyre.s3;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectDecoder;

/**
 * Lets a connection take answers whose headers are larger than the 8 KiB of Netty's default, which
 * the SDK offers no setting for: a gateway takes 16 KiB of headers with an object, and gives its
 * metadata back in the headers of the answer.
 */
final class LargeHeads extends ChannelInboundHandlerAdapter {
  private static final int HEAD_MAX = 64 << 10;

  /** The codec is there by now, and has not seen anything yet. */
  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (context.pipeline().get(HttpClientCodec.class) != null) {
      context
          .pipeline()
          .replace(
              HttpClientCodec.class,
              "http-client-codec",
              new HttpClientCodec(
                  HttpObjectDecoder.DEFAULT_MAX_INITIAL_LINE_LENGTH,
                  HEAD_MAX,
                  HttpObjectDecoder.DEFAULT_MAX_CHUNK_SIZE));
    }
    context.fireChannelActive();
  }
}
