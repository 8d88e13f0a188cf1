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
   * Object traffic waits for the network, and one thread moves some 200 MiB/s of it. On a small
   * machine a second one would only make the two wake each other, for every object.
   */
  private static final int THREADS = Runtime.getRuntime().availableProcessors() > 2 ? 2 : 1;

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
