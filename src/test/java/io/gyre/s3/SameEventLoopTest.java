package io.gyre.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.gyre.config.Endpoint;
import io.gyre.config.HttpClientKind;
import io.gyre.config.Secret;
import io.gyre.config.Signature;
import io.gyre.config.TimeoutsConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.log.BucketName;
import io.gyre.s3.S3Request.Method;
import io.gyre.testing.RawServer;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an answer makes its event loop send goes by a connection of that loop, if one is idle. */
class SameEventLoopTest {
  private static final int CONNECTIONS = 6;

  private static S3Client client(RawServer server, EventLoops loops) {
    ZoneConfig zone =
        new ZoneConfig(
            List.of(Endpoint.parse(server.endpoint())),
            "AK",
            Secret.of("very secret"),
            Optional.of("z"),
            "us-east-1",
            Signature.V4,
            Optional.empty(),
            false);
    return S3Client.create(
        HttpClientKind.NETTY,
        zone,
        TimeoutsConfig.defaults(),
        CONNECTIONS,
        loops,
        Clock.systemUTC());
  }

  private static CompletableFuture<S3Answer> get(S3Client client) {
    return client.call(S3Request.object(Method.GET, new BucketName("", "b"), "key"));
  }

  /** Counts requests, one after the other on each connection, and answers when it is allowed to. */
  private static RawServer server(Semaphore requests, Semaphore answers) {
    return new RawServer(
        connection -> {
          do {
            requests.release();
            answers.acquireUninterruptibly();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
          } while (anotherRequest(connection));
        });
  }

  private static boolean anotherRequest(RawServer.Connection connection) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      byte[] next = connection.read(1);
      if (next.length == 0) {
        return false;
      }
      head.append((char) next[0]);
    }
    return true;
  }

  private static void openAll(S3Client client, Semaphore answers) throws Exception {
    CompletableFuture<?>[] all =
        IntStream.range(0, CONNECTIONS)
            .mapToObj(each -> get(client))
            .toArray(CompletableFuture[]::new);
    answers.release(CONNECTIONS);
    CompletableFuture.allOf(all).get(20, TimeUnit.SECONDS);
  }

  /** Whether the second answer comes on the thread of the first. */
  private static CompletableFuture<Boolean> relay(S3Client from, S3Client to) {
    return get(from)
        .thenCompose(
            read -> {
              Thread loop = Thread.currentThread();
              return get(to).thenApply(written -> Thread.currentThread().equals(loop));
            });
  }

  @Test
  void aRelayStaysOnItsEventLoop() throws Exception {
    Semaphore reads = new Semaphore(0);
    Semaphore writes = new Semaphore(0);
    Semaphore written = new Semaphore(0);
    try (EventLoops loops = new EventLoops();
        RawServer source = server(new Semaphore(0), reads);
        RawServer destination = server(written, writes);
        S3Client from = client(source, loops);
        S3Client to = client(destination, loops)) {
      openAll(from, reads);
      openAll(to, writes);
      written.drainPermits();

      List<CompletableFuture<Boolean>> relays =
          IntStream.range(0, CONNECTIONS).mapToObj(each -> relay(from, to)).toList();
      reads.release(CONNECTIONS);
      assertThat(written.tryAcquire(CONNECTIONS, 20, TimeUnit.SECONDS)).isTrue();
      writes.release(CONNECTIONS);

      for (CompletableFuture<Boolean> same : relays) {
        assertThat(same.get(20, TimeUnit.SECONDS)).isTrue();
      }
    }
  }
}
