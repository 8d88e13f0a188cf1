package io.gyre.s3.netty;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.resolver.InetSocketAddressResolver;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks up hosts' addresses as Java does, on threads of its own: Netty's usual way does it on the
 * event loop, where a name server that is slow to answer would hold up all traffic. Names below
 * {@code localhost} are this machine (RFC 6761), which not every name server knows.
 */
final class NameLookup extends AddressResolverGroup<InetSocketAddress> {
  private static final String BELOW_LOCALHOST = ".localhost";
  private static final int THREADS = 2;

  /** As many as there may be connections. */
  private static final int WAITING = 4096;

  private static final long KEPT_SECONDS = 30;

  private final Names names;
  private final ThreadPoolExecutor threads;

  NameLookup() {
    this(InetAddress::getAllByName);
  }

  NameLookup(Names names) {
    this.names = names;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            KEPT_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            new DefaultThreadFactory("name-lookup", true));
    threads.allowCoreThreadTimeOut(true);
  }

  /** May block. */
  @FunctionalInterface
  interface Names {
    /** All addresses of a host, at least one. */
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  @Override
  protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
    return new InetSocketAddressResolver(executor, new Resolver(executor));
  }

  private final class Resolver extends InetNameResolver {
    Resolver(EventExecutor executor) {
      super(executor);
    }

    @Override
    protected void doResolve(String host, Promise<InetAddress> promise) {
      lookUp(promise, () -> promise.trySuccess(addresses(host)[0]));
    }

    @Override
    protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
      lookUp(promise, () -> promise.trySuccess(List.of(addresses(host))));
    }
  }

  private InetAddress[] addresses(String host) throws UnknownHostException {
    return names.addresses(host.endsWith(BELOW_LOCALHOST) ? "localhost" : host);
  }

  private interface Step {
    void run() throws UnknownHostException;
  }

  private void lookUp(Promise<?> promise, Step step) {
    try {
      threads.execute(
          () -> {
            try {
              step.run();
            } catch (UnknownHostException | RuntimeException unknown) {
              promise.tryFailure(unknown);
            }
          });
    } catch (RejectedExecutionException tooMany) {
      promise.tryFailure(tooMany);
    }
  }

  @Override
  public void close() {
    super.close();
    threads.shutdown(); // what waits is answered, or its request would never end
  }
}
