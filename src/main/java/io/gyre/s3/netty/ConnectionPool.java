package io.gyre.s3.netty;

import io.gyre.s3.netty.NettyClient.Origin;
import io.gyre.s3.netty.NettyClient.Settings;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one endpoint. One that was used of late is used next, so that those that are
 * not needed become idle and are closed. Requests beyond the limit wait, the oldest first.
 */
final class ConnectionPool {
  /** How far down the idle connections one of the caller's own event loop is looked for. */
  private static final int LOOKS_FOR_OWN = 8;

  private final Bootstrap bootstrap;
  private final Origin origin;
  private final Optional<SslContext> tls;
  private final Settings settings;
  private final Deque<Connection> idle = new ArrayDeque<>();
  private final Deque<Call> waiting = new ArrayDeque<>();
  private final Set<Connection> open = new HashSet<>();
  private int taken;
  private boolean closed;

  ConnectionPool(Bootstrap bootstrap, Origin origin, Optional<SslContext> tls, Settings settings) {
    this.bootstrap = bootstrap;
    this.origin = origin;
    this.tls = tls;
    this.settings = settings;
  }

  /** What becomes of a request; nothing of it is done while the pool is locked. */
  private enum Turn {
    USE,
    CONNECT,
    WAIT,
    FULL,
    CLOSED
  }

  /** Sends a request as soon as there is a connection for it. */
  void run(Call call) {
    Connection ready;
    Turn turn;
    synchronized (this) {
      ready = closed ? null : takeIdle();
      turn = ready != null ? Turn.USE : turnWithoutIdle();
      if (turn == Turn.CONNECT) {
        taken++;
      } else if (turn == Turn.WAIT) {
        waiting.addLast(call);
      }
    }
    if (ready != null) {
      ready.start(call);
      return;
    }
    switch (turn) {
      case CONNECT -> connect(call);
      case WAIT -> giveUpLater(call);
      case FULL ->
          call.done.completeExceptionally(
              new TimeoutException(settings.waiting() + " requests wait for a connection already"));
      default -> call.done.completeExceptionally(clientIsClosed());
    }
  }

  /** Rather one of the caller's own event loop, which then need not wake another. */
  private @Nullable Connection takeIdle() {
    int looks = LOOKS_FOR_OWN;
    for (var each = idle.iterator(); looks > 0 && each.hasNext(); looks--) {
      Connection candidate = each.next();
      if (candidate.channel().eventLoop().inEventLoop()) {
        each.remove();
        return candidate;
      }
    }
    return idle.pollFirst();
  }

  private Turn turnWithoutIdle() {
    if (closed) {
      return Turn.CLOSED;
    }
    if (taken < settings.connections()) {
      return Turn.CONNECT;
    }
    return waiting.size() < settings.waiting() ? Turn.WAIT : Turn.FULL;
  }

  private static IOException clientIsClosed() {
    return new IOException("the client is closed");
  }

  private void giveUpLater(Call call) {
    var timer =
        bootstrap
            .config()
            .group()
            .schedule(
                () -> {
                  if (stopWaiting(call)) {
                    call.done.completeExceptionally(
                        new TimeoutException("no connection became free"));
                  }
                },
                settings.acquire().toMillis(),
                TimeUnit.MILLISECONDS);
    var unusedEnd =
        call.done.whenComplete(
            (done, failure) -> {
              var unused = timer.cancel(false);
              stopWaiting(call);
            });
  }

  private synchronized boolean stopWaiting(Call call) {
    return waiting.remove(call);
  }

  private void connect(Call call) {
    Connection connection = new Connection(this, settings);
    var unused =
        bootstrap
            .clone()
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    initialize(channel, connection);
                  }
                })
            .connect(origin.host(), origin.port())
            .addListener(
                connected -> {
                  if (connected.isSuccess()) {
                    secured(connection, call);
                  } else {
                    call.done.completeExceptionally(connected.cause());
                    ended(connection);
                  }
                });
  }

  private void initialize(Channel channel, Connection connection) {
    tls.ifPresent(context -> channel.pipeline().addLast(handshake(channel, context)));
    channel.pipeline().addLast(connection.decoder(), connection);
  }

  private SslHandler handshake(Channel channel, SslContext context) {
    SslHandler handler = context.newHandler(channel.alloc(), origin.host(), origin.port());
    SSLParameters parameters = handler.engine().getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    handler.engine().setSSLParameters(parameters);
    handler.setHandshakeTimeoutMillis(settings.handshake().toMillis());
    return handler;
  }

  private void secured(Connection connection, Call call) {
    SslHandler handler = connection.channel().pipeline().get(SslHandler.class);
    if (handler == null) {
      use(connection, call);
      return;
    }
    connection.channel().read();
    var unused =
        handler
            .handshakeFuture()
            .addListener(
                shaken -> {
                  if (shaken.isSuccess()) {
                    use(connection, call);
                  } else {
                    call.done.completeExceptionally(shaken.cause());
                    connection.close();
                  }
                });
  }

  private void use(Connection connection, Call call) {
    boolean late;
    synchronized (this) {
      late = closed;
      open.add(connection);
    }
    if (late) {
      call.done.completeExceptionally(clientIsClosed());
      connection.close();
    } else {
      connection.start(call);
    }
  }

  /** A connection may be used again. */
  void release(Connection connection) {
    Call next;
    boolean late;
    synchronized (this) {
      late = closed;
      next = nextWaiting();
      if (next == null && !late) {
        idle.addFirst(connection);
      }
    }
    if (next != null) {
      connection.start(next);
    } else if (late) {
      connection.close();
    }
  }

  /** Whether an idle connection is the caller's now, to be closed. */
  synchronized boolean retire(Connection connection) {
    return idle.remove(connection);
  }

  /** A connection is no more: there is room for another one. */
  void ended(Connection connection) {
    Call next;
    synchronized (this) {
      idle.remove(connection);
      open.remove(connection);
      taken--;
      next = closed ? null : nextWaiting();
      if (next != null) {
        taken++;
      }
    }
    if (next != null) {
      connect(next);
    }
  }

  private @Nullable Call nextWaiting() {
    Call next = waiting.pollFirst();
    while (next != null && next.done.isDone()) {
      next = waiting.pollFirst();
    }
    return next;
  }

  /** What there is at the moment. */
  synchronized NettyClient.Connections connections() {
    return new NettyClient.Connections(taken, taken - idle.size(), waiting.size());
  }

  void close() {
    List<Connection> connections;
    List<Call> calls;
    synchronized (this) {
      closed = true;
      connections = new ArrayList<>(open);
      calls = new ArrayList<>(waiting);
      waiting.clear();
    }
    calls.forEach(call -> call.done.completeExceptionally(clientIsClosed()));
    connections.forEach(connection -> connection.close());
  }
}
