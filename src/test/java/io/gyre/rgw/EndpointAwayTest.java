package io.gyre.rgw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.gyre.config.Endpoint;
import io.gyre.config.Secret;
import io.gyre.config.Signature;
import io.gyre.config.TimeoutsConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.lease.WriteFence;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndpointAwayTest {
  /** After so many the pool's own pause would be 5 s and more. */
  private static final int CALLS_MEANWHILE = 8;

  private static final long SOON_SECONDS = 3;

  private final ActorTestKit pekko = ActorTestKit.create();

  @AfterEach
  void stop() {
    pekko.shutdownTestKit();
  }

  @Test
  void anEndpointThatIsBackIsAskedAgainWithinSeconds() throws Exception {
    InetSocketAddress address = free();
    RgwChangeLog log = new RgwChangeLog(client(address));
    for (int call = 0; call < CALLS_MEANWHILE; call++) {
      CompletableFuture<Integer> asked = log.dataLogShards().toCompletableFuture();
      assertThatThrownBy(() -> asked.get(10, TimeUnit.SECONDS))
          .hasMessageEndingWith("got no answer: could not connect: Connection refused");
    }

    HttpServer back = serve(address, "{\"num_objects\":128}");
    try {
      assertThat(log.dataLogShards().toCompletableFuture().get(SOON_SECONDS, TimeUnit.SECONDS))
          .isEqualTo(128);
    } finally {
      back.stop(0);
    }
  }

  private GatewayClient client(InetSocketAddress address) {
    ZoneConfig zone =
        new ZoneConfig(
            List.of(Endpoint.parse("http://127.0.0.1:" + address.getPort())),
            "AK",
            Secret.of("SK"),
            Optional.empty(),
            "us-east-1",
            Signature.V4,
            Optional.empty(),
            false);
    return GatewayClient.create(
        pekko.system(),
        "source",
        zone,
        TimeoutsConfig.defaults(),
        Clock.systemUTC(),
        WriteFence.open());
  }

  private static HttpServer serve(InetSocketAddress address, String body) throws IOException {
    HttpServer server = HttpServer.create(address, 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.getBytes(UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static InetSocketAddress free() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), free.getLocalPort());
    }
  }
}
