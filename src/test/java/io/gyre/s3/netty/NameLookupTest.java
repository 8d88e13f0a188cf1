package io.gyre.s3.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NameLookupTest {
  private static final InetSocketAddress HOST = InetSocketAddress.createUnresolved("host", 80);

  private final EventExecutor loop = new DefaultEventExecutor();

  @AfterEach
  void end() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  @Test
  void aNameServerThatDoesNotAnswerHoldsUpNothingElse() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    try (NameLookup names = new NameLookup(host -> afterwards(answer))) {
      Future<InetSocketAddress> found =
          loop.submit(() -> names.getResolver(loop).resolve(HOST)).get(10, TimeUnit.SECONDS);

      assertThat(loop.submit(() -> "free").get(10, TimeUnit.SECONDS)).isEqualTo("free");
      assertThat(found.isDone()).isFalse();
      answer.countDown();

      assertThat(found.get(10, TimeUnit.SECONDS).getAddress().isLoopbackAddress()).isTrue();
    }
  }

  private static InetAddress[] afterwards(CountDownLatch answer) throws UnknownHostException {
    try {
      answer.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new InetAddress[] {InetAddress.getByAddress(new byte[] {127, 0, 0, 1})};
  }

  @Test
  void namesBelowLocalhostAreThisMachineWhateverNameServersSay() throws Exception {
    try (NameLookup names =
        new NameLookup(
            host -> {
              if (!host.equals("localhost")) {
                throw new UnknownHostException(host);
              }
              return new InetAddress[] {InetAddress.getLoopbackAddress()};
            })) {
      var bucket = InetSocketAddress.createUnresolved("photos.localhost", 80);

      Future<InetSocketAddress> found = names.getResolver(loop).resolve(bucket);

      assertThat(found.get(10, TimeUnit.SECONDS).getAddress().isLoopbackAddress()).isTrue();
    }
  }

  @Test
  void anUnknownHostFails() throws Exception {
    UnknownHostException unknown = new UnknownHostException("host");
    try (NameLookup names =
        new NameLookup(
            host -> {
              throw unknown;
            })) {
      Future<InetSocketAddress> found = names.getResolver(loop).resolve(HOST);

      assertThat(found.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(found.cause()).isEqualTo(unknown);
    }
  }
}
