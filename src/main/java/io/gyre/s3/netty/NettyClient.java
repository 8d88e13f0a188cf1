package io.gyre.s3.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;

/**
 * Sends requests over kept connections, one at a time on each. Retries nothing and follows nothing.
 * Handlers are called on the connection's event loop and must not block.
 */
public final class NettyClient implements SdkAsyncHttpClient {
  /** What one read of a connection takes at most, and how many reads follow one another. */
  private static final int READ_MAX = 128 << 10;

  private static final int READ_EXPECTED = 8 << 10;
  private static final int READ_MIN = 1 << 10;
  private static final int READS_IN_A_ROW = 4;

  /**
   * Limits of a client.
   *
   * @param connections open at once to one endpoint
   * @param waiting requests that wait for a connection to one endpoint; more of them fail at once
   * @param connect until a TCP connection stands
   * @param handshake until TLS stands after that
   * @param acquire waiting for a connection
   * @param read without a byte from the other end while it is its turn
   * @param idle an unused connection is closed after so long
   */
  public record Settings(
      int connections,
      int waiting,
      Duration connect,
      Duration handshake,
      Duration acquire,
      Duration read,
      Duration idle) {}

  /**
   * Connections of a moment, to all endpoints.
   *
   * @param open that stand, or are being made
   * @param used those of them with a request
   * @param waiting requests that wait for one
   */
  public record Connections(int open, int used, int waiting) {
    private Connections plus(Connections other) {
      return new Connections(open + other.open, used + other.used, waiting + other.waiting);
    }
  }

  private final NameLookup names = new NameLookup();
  private final Bootstrap bootstrap;
  private final Settings settings;
  private final TrustManager @Nullable [] trust;
  private final Map<Origin, ConnectionPool> pools = new ConcurrentHashMap<>();
  private volatile Optional<SslContext> tls = Optional.empty();

  /** Where a connection goes. */
  record Origin(String scheme, String host, int port) {
    boolean secure() {
      return scheme.equals("https");
    }
  }

  /**
   * A client whose connections live on these event loops, which stay the caller's.
   *
   * @param trust whose certificates are believed; empty for the system's trust store
   */
  public NettyClient(EventLoopGroup loops, Settings settings, Optional<TrustManager[]> trust) {
    this.settings = settings;
    this.trust = trust.orElse(null);
    this.bootstrap =
        new Bootstrap()
            .group(loops)
            .channel(NioSocketChannel.class)
            .resolver(names)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.AUTO_READ, false)
            .option(
                ChannelOption.RCVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(READ_MIN, READ_EXPECTED, READ_MAX)
                    .maxMessagesPerRead(READS_IN_A_ROW))
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                Math.toIntExact(settings.connect().toMillis()));
  }

  @Override
  public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
    Call call = new Call(request);
    SdkHttpRequest head = request.request();
    Origin origin = new Origin(head.protocol(), head.host(), head.port());
    pools.computeIfAbsent(origin, this::pool).run(call);
    return call.done;
  }

  private ConnectionPool pool(Origin origin) {
    Optional<SslContext> secured = origin.secure() ? Optional.of(tls()) : Optional.empty();
    return new ConnectionPool(bootstrap, origin, secured, settings);
  }

  private synchronized SslContext tls() {
    if (tls.isEmpty()) {
      SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
      if (trust != null) {
        builder.trustManager(trust[0]);
      }
      try {
        tls = Optional.of(builder.build());
      } catch (SSLException e) {
        throw new IllegalStateException("this Java platform has no TLS", e);
      }
    }
    return tls.get();
  }

  /** What there is at the moment. */
  public Connections connections() {
    return pools.values().stream()
        .map(ConnectionPool::connections)
        .reduce(new Connections(0, 0, 0), Connections::plus);
  }

  @Override
  public String clientName() {
    return "netty";
  }

  /** Closes all connections; what is under way on them fails. */
  @Override
  public void close() {
    pools.values().forEach(ConnectionPool::close);
    names.close();
  }
}
