package io.gyre.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gyre.config.Listen;
import io.gyre.config.OpsConfig;
import io.gyre.config.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpMessage;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * Who may ask for what. A browser sends requests of any page it shows, so besides the token it
 * counts where a request comes from: pages of other origins get nothing and change nothing, also
 * when they know our address, or give it a name of their own (DNS rebinding).
 */
final class Doorkeeper {
  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String BEARER = "Bearer ";
  private static final String JSON = "application/json";

  /** What needs no token: it tells nothing of the route. */
  private static final Set<String> OPEN = Set.of("/health/live", "/health/ready");

  private final OpsConfig config;

  Doorkeeper(OpsConfig config) {
    this.config = config;
  }

  /** Why a request is not answered; empty when it is. */
  Optional<HttpResponse> refusal(HttpRequest request) {
    Optional<String> host = header(request, "Host");
    if (host.filter(this::isOurs).isEmpty()) {
      return refuse(
          421,
          "this server is not reached under the name "
              + host.orElse("(none)")
              + "; the key ops.hosts allows names");
    }
    if (isOfAnotherPage(request, host.get())) {
      return refuse(403, "requests of pages of other origins are refused");
    }
    if (request.method().equals(HttpMethods.POST) && !isJson(request)) {
      return refuse(415, "POST takes " + JSON + " only");
    }
    return isOpen(request) || hasToken(request) ? Optional.empty() : Optional.of(unauthorized());
  }

  private static Optional<HttpResponse> refuse(int status, String why) {
    return Optional.of(Reply.error(status, why));
  }

  private static HttpResponse unauthorized() {
    return Reply.error(401, "the token of the key ops.token is missing or wrong")
        .addHeader(RawHeader.create("WWW-Authenticate", "Bearer"));
  }

  /**
   * Where every request needs the token, a name alone opens nothing, so any will do unless some are
   * given.
   */
  private boolean isOurs(String host) {
    String name = withoutPort(host.toLowerCase(Locale.ROOT));
    Listen listen = config.listen();
    boolean any = !listen.isLoopback() && config.hosts().isEmpty();
    return any
        || LOCAL.contains(name)
        || name.equals(withoutPort(listen.toString()))
        || config.hosts().stream().anyMatch(known -> known.equalsIgnoreCase(name));
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }

  /** What leads here from elsewhere is fine, if it only opens the page. */
  private boolean isOfAnotherPage(HttpRequest request, String host) {
    boolean foreign =
        header(request, "Sec-Fetch-Site")
            .filter(site -> !site.equals("same-origin") && !site.equals("none"))
            .isPresent();
    boolean opens =
        header(request, "Sec-Fetch-Mode").filter("navigate"::equals).isPresent()
            && request.method().equals(HttpMethods.GET)
            && Page.isPart(path(request));
    return (foreign && !opens)
        || header(request, "Origin").filter(origin -> !isOurOrigin(origin, host)).isPresent();
  }

  private boolean isOurOrigin(String origin, String host) {
    try {
      URI uri = new URI(origin);
      return (config.secure() ? "https" : "http").equals(uri.getScheme())
          && host.equalsIgnoreCase(uri.getRawAuthority());
    } catch (URISyntaxException e) {
      return false; // whatever it is, it is not ours
    }
  }

  private static boolean isJson(HttpRequest request) {
    String type = request.entity().getContentType().toString();
    return type.equals(JSON) || type.startsWith(JSON + ";");
  }

  private static boolean isOpen(HttpRequest request) {
    return OPEN.contains(path(request)) || Page.isPart(path(request));
  }

  /** Whether the token was shown, or none is asked for. */
  boolean hasToken(HttpRequest request) {
    Optional<Secret> wanted = config.token();
    return wanted.isEmpty()
        || header(request, "Authorization")
            .filter(value -> value.startsWith(BEARER))
            .map(value -> value.substring(BEARER.length()).getBytes(UTF_8))
            .filter(given -> MessageDigest.isEqual(given, wanted.get().reveal().getBytes(UTF_8)))
            .isPresent();
  }

  static String path(HttpRequest request) {
    return request.getUri().path();
  }

  private static Optional<String> header(HttpMessage message, String name) {
    return message.getHeader(name).map(header -> header.value());
  }
}
