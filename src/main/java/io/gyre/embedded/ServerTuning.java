package io.gyre.embedded;

import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.model.Uri;
import org.apache.pekko.http.javadsl.settings.ParserSettings;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import scala.concurrent.duration.Duration;

/** What Pekko HTTP has to be told so that requests arrive as they were sent. */
final class ServerTuning {
  /** A key of 1,024 bytes may take 3,072 in the path; queries add to that. */
  private static final int MAX_URI = 16 * 1024;

  private static final int MAX_HEADER_VALUE = 16 * 1024;
  private static final int MAX_HEADERS = 512;
  private static final int MAX_CONNECTIONS = 4096;

  private ServerTuning() {}

  static ServerSettings settings(ActorSystem system) {
    ServerSettings defaults = ServerSettings.create(system);
    return defaults
        .withRawRequestUriHeader(true)
        .withTransparentHeadRequests(false)
        .withMaxConnections(MAX_CONNECTIONS)
        .withTimeouts(
            defaults
                .getTimeouts()
                .withIdleTimeout(Duration.create(2, "minutes"))
                .withRequestTimeout(Duration.Inf()))
        .withParserSettings(parser(ParserSettings.forServer(system)));
  }

  /** Headers stay raw, since Pekko writes modelled ones differently than they were signed. */
  private static ParserSettings parser(ParserSettings defaults) {
    return defaults
        .withMaxUriLength(MAX_URI)
        .withMaxHeaderValueLength(MAX_HEADER_VALUE)
        .withMaxHeaderCount(MAX_HEADERS)
        .withMaxContentLength(Long.MAX_VALUE)
        .withIllegalHeaderWarnings(false)
        .withModeledHeaderParsing(false)
        .withUriParsingMode(Uri.RELAXED);
  }
}
