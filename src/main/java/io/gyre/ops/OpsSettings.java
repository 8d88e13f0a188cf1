package io.gyre.ops;

import io.gyre.config.OpsConfig;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.settings.ParserSettings;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import scala.concurrent.duration.Duration;

/** What bounds the server, whoever calls. */
final class OpsSettings {
  /** Connections at once; more of them wait to be accepted. */
  static final int MAX_CONNECTIONS = 64;

  /** The largest request: a few limits, or a bucket's name. */
  private static final long MAX_BODY_BYTES = 64 << 10;

  private static final int MAX_URI = 4 << 10;
  private static final int MAX_HEADER_VALUE = 8 << 10;
  private static final int MAX_HEADERS = 64;

  private OpsSettings() {}

  static ServerSettings of(ClassicActorSystemProvider system) {
    ServerSettings defaults = ServerSettings.create(system.classicSystem());
    return defaults
        .withMaxConnections(MAX_CONNECTIONS)
        .withPipeliningLimit(1)
        .withTimeouts(
            defaults
                .getTimeouts()
                .withIdleTimeout(Duration.create(60, "seconds"))
                .withRequestTimeout(Duration.create(20, "seconds")))
        .withParserSettings(
            ParserSettings.forServer(system.classicSystem())
                .withMaxContentLength(MAX_BODY_BYTES)
                .withMaxUriLength(MAX_URI)
                .withMaxHeaderValueLength(MAX_HEADER_VALUE)
                .withMaxHeaderCount(MAX_HEADERS)
                .withIllegalHeaderWarnings(false));
  }

  /** Certificate and key as the configuration names them. */
  static SSLContext tls(OpsConfig config) throws SSLException {
    Path certificate = config.tlsCertificate().orElseThrow();
    Path key = config.tlsKey().orElseThrow();
    return ((JdkSslContext)
            SslContextBuilder.forServer(certificate.toFile(), key.toFile())
                .sslProvider(SslProvider.JDK)
                .build())
        .context();
  }
}
