package io.gyre.ops;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gyre.config.Listen;
import io.gyre.config.OpsConfig;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the server listens, and what bounds it. */
class OpsListenTest {
  private static final int MANY_BYTES = 70_000;

  @TempDir private Path directory;

  @Test
  void aPortThatIsTakenStopsNothing() throws Exception {
    try (OpsFixture first = new OpsFixture(directory.resolve("a"))) {
      Listen taken = first.listening().orElseThrow();
      OpsConfig same =
          new OpsConfig(
              taken,
              OpsFixture.config().token(),
              OpsFixture.config().tlsCertificate(),
              OpsFixture.config().tlsKey(),
              List.of());
      try (OpsFixture second =
          new OpsFixture(directory.resolve("b"), same, HttpClient.newHttpClient())) {
        assertThat(second.listening()).isEmpty();
        assertThat(first.get("/health/live").statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void itNeedNotListen() throws Exception {
    OpsConfig none =
        new OpsConfig(
            Listen.NONE,
            OpsFixture.config().token(),
            OpsFixture.config().tlsCertificate(),
            OpsFixture.config().tlsKey(),
            List.of());
    try (OpsFixture ops = new OpsFixture(directory, none, HttpClient.newHttpClient())) {
      assertThat(ops.listening()).isEmpty();
    }
  }

  @Test
  void withACertificateItTakesTlsOnly() throws Exception {
    TestCertificate certificate = TestCertificate.make(directory);
    HttpClient trusting = HttpClient.newBuilder().sslContext(certificate.trusted()).build();
    OpsConfig config =
        OpsFixture.config(
            "tls-certificate: " + certificate.certificate(), "tls-key: " + certificate.key());
    try (OpsFixture ops = new OpsFixture(directory.resolve("state"), config, trusting)) {
      assertThat(ops.get("/health/live").statusCode()).isEqualTo(200);
      assertThat(RawRequest.status(ops.at("/"), "GET / HTTP/1.1", "Host: localhost"))
          .isEqualTo(RawRequest.NO_HTTP);
    }
  }

  @Test
  void aRequestThatIsTooLargeIsRefused() throws Exception {
    try (OpsFixture ops = new OpsFixture(directory)) {
      assertThat(
              ops.post("/api/v1/pause", "x".repeat(MANY_BYTES), "Content-Type", "application/json")
                  .statusCode())
          .isEqualTo(413);
      assertThat(ops.get("/" + "x".repeat(5000)).statusCode()).isEqualTo(414);
      assertThat(ops.get("/", "X-Long", "x".repeat(9000)).statusCode()).isEqualTo(431);
    }
  }

  @Test
  void connectionsBeyondTheLimitWait() throws Exception {
    List<Socket> idle = new ArrayList<>();
    try (OpsFixture ops = new OpsFixture(directory)) {
      int port = ops.at("/").getPort();
      for (int i = 0; i < OpsSettings.MAX_CONNECTIONS; i++) {
        idle.add(new Socket(InetAddress.getLoopbackAddress(), port));
      }
      try (Socket late = new Socket(InetAddress.getLoopbackAddress(), port)) {
        late.getOutputStream()
            .write("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1));
        late.setSoTimeout(300);
        assertThatThrownBy(() -> late.getInputStream().read()).hasMessageContaining("timed out");

        idle.get(0).close();
        late.setSoTimeout(20_000);
        assertThat(late.getInputStream().read()).isEqualTo('H');
      }
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }
}
