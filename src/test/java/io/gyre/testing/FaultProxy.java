package io.gyre.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Stands in front of a gateway and does harm when told to. Every request gets a connection of its
 * own, so that each of them can meet a fault.
 */
public final class FaultProxy implements AutoCloseable {
  private static final int THREADS = 400;
  private static final int HEAD_MAX = 64 << 10;
  private static final int BUFFER = 16 << 10;
  private static final int IDLE_MILLIS = 120_000;

  private final InetSocketAddress gateway;
  private final int port;
  private final Random random;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0,
          THREADS,
          5,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> {
            Thread thread = new Thread(task, "fault-proxy");
            thread.setDaemon(true);
            return thread;
          });
  private Optional<ServerSocket> listening = Optional.empty();
  private Optional<Plan> plan = Optional.empty();
  private int inflicted;
  private final AtomicInteger landed = new AtomicInteger();
  private final AtomicInteger resets = new AtomicInteger();

  private record Plan(Fault fault, double share, int left, Predicate<String> requestLine) {}

  private FaultProxy(URI gateway, long seed) {
    this.gateway = new InetSocketAddress(gateway.getHost(), gateway.getPort());
    this.random = new Random(seed);
    ServerSocket first = listen(0);
    this.port = first.getLocalPort();
    start(first);
  }

  /**
   * A proxy that harms nobody yet.
   *
   * @param seed which requests are struck where only a share of them is
   */
  public static FaultProxy before(URI gateway, long seed) {
    return new FaultProxy(gateway, seed);
  }

  /** What clients take for the gateway. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /**
   * Strikes a share of the requests from now on.
   *
   * @param share between 0 and 1
   * @param most so many requests, then no more
   * @param requestLine which requests, such as {@code PUT /bucket/key HTTP/1.1}
   */
  public synchronized void inflict(
      Fault fault, double share, int most, Predicate<String> requestLine) {
    plan = Optional.of(new Plan(fault, share, most, requestLine));
  }

  /** Strikes all requests from now on. */
  public void inflict(Fault fault) {
    inflict(fault, 1, Integer.MAX_VALUE, line -> true);
  }

  /** Does no more harm. */
  public synchronized void heal() {
    plan = Optional.empty();
  }

  /** How many requests were struck. */
  public synchronized int inflicted() {
    return inflicted;
  }

  /** Refuses connections and resets those that stand, as a host does whose gateway died. */
  public synchronized void stop() {
    listening.ifPresent(FaultProxy::closeQuietly);
    listening = Optional.empty();
    open.forEach(FaultProxy::reset);
  }

  /** Listens again. */
  public synchronized void start() {
    if (listening.isEmpty()) {
      start(listen(port));
    }
  }

  private synchronized void start(ServerSocket socket) {
    listening = Optional.of(socket);
    threads.execute(() -> accept(socket));
  }

  private static ServerSocket listen(int port) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        open.add(client);
        threads.execute(() -> serve(client));
      } catch (RejectedExecutionException | IOException stopped) {
        // Closed, or more connections than threads: the client sees its connection end.
      }
    }
  }

  private void serve(Socket client) {
    try (Socket downstream = client) {
      downstream.setSoTimeout(IDLE_MILLIS);
      downstream.setTcpNoDelay(true);
      String head = head(downstream.getInputStream());
      if (!head.isEmpty()) {
        relay(downstream, head, next(head));
      }
    } catch (IOException ended) {
      reset(client);
    } finally {
      open.remove(client);
    }
  }

  private synchronized Optional<Fault> next(String head) {
    Optional<Plan> chosen =
        plan.filter(p -> p.left > 0 && p.requestLine.test(head.substring(0, head.indexOf('\r'))))
            .filter(p -> random.nextDouble() < p.share);
    chosen.ifPresent(
        p -> {
          inflicted++;
          plan = Optional.of(new Plan(p.fault, p.share, p.left - 1, p.requestLine));
        });
    return chosen.map(Plan::fault);
  }

  private void relay(Socket client, String head, Optional<Fault> fault) throws IOException {
    if (fault.orElse(null) instanceof Fault.Answer answer) {
      answer(client, head, answer);
      return;
    }
    if (fault.orElse(null) instanceof Fault.Late late) {
      passLater(client, head, late);
      return;
    }
    try (Socket upstream = new Socket()) {
      open.add(upstream);
      upstream.connect(gateway);
      upstream.setSoTimeout(IDLE_MILLIS);
      upstream.setTcpNoDelay(true);
      String passed = fault.orElse(null) instanceof Fault.Rewrite r ? r.head().apply(head) : head;
      upstream.getOutputStream().write(lastOfItsConnection(passed).getBytes(ISO_8859_1));
      long toGateway = fault.orElse(null) instanceof Fault.ResetRequest r ? r.afterBytes() : -1;
      long toClient = fault.orElse(null) instanceof Fault.ResetAnswer r ? r.afterBytes() : -1;
      if (fault.orElse(null) instanceof Fault.NoAnswer) {
        toClient = -2;
      }
      long limit = toGateway;
      boolean dies =
          (fault.orElse(null) instanceof Fault.ResetRequest r && r.dies())
              || (fault.orElse(null) instanceof Fault.ResetAnswer a && a.dies());
      threads.execute(() -> pump(client, upstream, limit, dies));
      if (fault.orElse(null) instanceof Fault.CutAnswer cut) {
        client
            .getOutputStream()
            .write(upstream.getInputStream().readNBytes((int) cut.afterBytes()));
        client.shutdownOutput();
      } else if (fault.orElse(null) instanceof Fault.Trickle trickle) {
        trickle(upstream.getInputStream(), client.getOutputStream(), trickle);
      } else {
        pass(upstream.getInputStream(), client, upstream, toClient, dies);
      }
      open.remove(upstream);
    }
  }

  private static void trickle(InputStream from, OutputStream to, Fault.Trickle trickle)
      throws IOException {
    for (byte[] drop = from.readNBytes(trickle.bytes());
        drop.length > 0;
        drop = from.readNBytes(trickle.bytes())) {
      to.write(drop);
      LockSupport.parkNanos(trickle.pause().toNanos());
    }
  }

  private void passLater(Socket client, String head, Fault.Late late) throws IOException {
    byte[] body = client.getInputStream().readNBytes((int) contentLength(head));
    reset(client);
    try (Socket upstream = new Socket()) {
      late.until().await();
      upstream.connect(gateway);
      upstream.setSoTimeout(IDLE_MILLIS);
      upstream.getOutputStream().write(lastOfItsConnection(head).getBytes(ISO_8859_1));
      upstream.getOutputStream().write(body);
      upstream.getInputStream().transferTo(OutputStream.nullOutputStream());
      landed.incrementAndGet();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many late requests the gateway has answered. */
  public int landed() {
    return landed.get();
  }

  /** How many bodies or answers were long enough to be broken off amid them. */
  public int resets() {
    return resets.get();
  }

  private static String lastOfItsConnection(String head) {
    return head.substring(0, head.length() - 2) + "Connection: close\r\n\r\n";
  }

  private void pump(Socket client, Socket upstream, long limit, boolean dies) {
    try {
      pass(client.getInputStream(), upstream, client, limit, dies);
    } catch (IOException ended) {
      // The other direction notices.
    }
  }

  /**
   * Passes bytes on, to the end.
   *
   * @param limit after so many both sockets are reset; -1 for never, -2 to pass none on
   * @param dies whether all others are reset then, too
   */
  private void pass(InputStream from, Socket to, Socket other, long limit, boolean dies)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    long left = limit < 0 ? Long.MAX_VALUE : limit;
    OutputStream out = to.getOutputStream();
    while (left > 0) {
      int count = from.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0) {
        break;
      }
      if (limit != -2) {
        out.write(buffer, 0, count);
      }
      left -= count;
    }
    if (limit >= 0 && left == 0) {
      resets.incrementAndGet();
      reset(to);
      reset(other);
      if (dies) {
        stop();
      }
    } else if (limit == -2) {
      from.transferTo(OutputStream.nullOutputStream());
      to.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
  }

  private static void answer(Socket client, String head, Fault.Answer answer) throws IOException {
    byte[] body = answer.body().getBytes(ISO_8859_1);
    if (!head.toLowerCase(java.util.Locale.ROOT).contains("expect: 100-continue")) {
      client.getInputStream().skipNBytes(contentLength(head));
    }
    String answerHead =
        "HTTP/1.1 "
            + answer.status()
            + " Said by a proxy\r\nContent-Type: "
            + answer.contentType()
            + "\r\nContent-Length: "
            + body.length
            + "\r\nConnection: close\r\n\r\n";
    client.getOutputStream().write(answerHead.getBytes(ISO_8859_1));
    if (!head.startsWith("HEAD ")) {
      client.getOutputStream().write(body);
    }
    client.shutdownOutput();
  }

  private static long contentLength(String head) {
    return head.lines()
        .filter(line -> line.regionMatches(true, 0, "Content-Length:", 0, 15))
        .mapToLong(line -> Long.parseLong(line.substring(15).strip()))
        .findFirst()
        .orElse(0);
  }

  /** The head with the empty line that ends it; empty when there is none. */
  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < HEAD_MAX) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
      if (next == '\n'
          && head.length() > 3
          && head.substring(head.length() - 4).equals("\r\n\r\n")) {
        return head.toString();
      }
    }
    return "";
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException alreadyClosed) {
      // Then there is nothing to reset.
    }
    closeQuietly(socket);
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception alreadyBroken) {
      // It is closed, whatever it says.
    }
  }

  @Override
  public void close() {
    stop();
    threads.shutdownNow();
  }
}
