package io.gyre.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a gateway listens.
 *
 * @param scheme {@code http} or {@code https}
 * @param host name or address in lower case; an IPv6 address in brackets
 * @param port 1 to 65535
 */
public record Endpoint(String scheme, String host, int port) {
  static final String EXPECTED = "a URL http://host[:port] or https://host[:port], without a path";

  /** Checks all three parts. */
  public Endpoint {
    scheme = scheme.toLowerCase(Locale.ROOT);
    host = host.toLowerCase(Locale.ROOT);
    boolean known = scheme.equals("http") || scheme.equals("https");
    if (!known || host.isEmpty() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException(EXPECTED);
    }
  }

  /**
   * The endpoint that a URL names. A missing port is the scheme's own.
   *
   * @throws IllegalArgumentException when it is no such URL, or has a path, a query or user
   *     information
   */
  public static Endpoint parse(String text) {
    URI uri = uri(text);
    boolean bare =
        uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
    if (!bare || uri.getScheme() == null || uri.getHost() == null || uri.getPath().length() > 1) {
      throw new IllegalArgumentException(EXPECTED);
    }
    int port =
        uri.getPort() != -1 ? uri.getPort() : uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    return new Endpoint(uri.getScheme(), uri.getHost(), port);
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(EXPECTED, e);
    }
  }

  /** Whether the connection is encrypted. */
  public boolean secure() {
    return scheme.equals("https");
  }

  /** This endpoint as a URI without a path. */
  public URI uri() {
    return URI.create(toString());
  }

  @Override
  public String toString() {
    return scheme + "://" + host + ":" + port;
  }
}
