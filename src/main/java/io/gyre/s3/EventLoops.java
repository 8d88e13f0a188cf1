package io.gyre.s3;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;

/** The threads that move object bytes, shared by both zones' clients. */
public final class EventLoops implements AutoCloseable {
  /**
   * Object traffic waits for the network; one thread fills a gigabit, two leave room. With one, the
   * SDK's client writes the end of a request's body before its head.
   */
  private static final int THREADS = 2;

  private static final long CLOSE_SECONDS = 2;

  private final EventLoopGroup group =
      new NioEventLoopGroup(THREADS, new DefaultThreadFactory("object-io", true));

  EventLoopGroup netty() {
    return group;
  }

  SdkEventLoopGroup group() {
    return SdkEventLoopGroup.create(group, EventLoops::channel);
  }

  private static Channel channel() {
    NioSocketChannel channel = new NioSocketChannel();
    channel.pipeline().addLast(new LargeHeads());
    return channel;
  }

  /** Stops the threads; to be called after the clients are closed. Does not wait. */
  @Override
  public void close() {
    var unused = group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
  }
}
