package io.gyre.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server of this process listens, or that it does not.
 *
 * @param host name or address, an IPv6 address without brackets; empty when it does not listen
 * @param port 0 to 65535; 0 takes a free one
 */
public record Listen(String host, int port) {
  /** It does not listen. */
  public static final Listen NONE = new Listen("", 0);

  static final String EXPECTED = "host:port such as 127.0.0.1:9180 or [::1]:9180, or none";

  private static final Pattern TEXT =
      Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([^:/\\[\\]\\s]+)):(\\d{1,5})");

  /** Checks the port. */
  public Listen {
    host = host.toLowerCase(Locale.ROOT);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(EXPECTED);
    }
  }

  /**
   * What {@code text} names: {@code host:port} or {@code none}.
   *
   * @throws IllegalArgumentException when it names neither
   */
  public static Listen parse(String text) {
    if (text.equals("none")) {
      return NONE;
    }
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(EXPECTED);
    }
    String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    return new Listen(host, Integer.parseInt(matcher.group(3)));
  }

  /** Whether there is nothing to listen on. */
  public boolean isNone() {
    return host.isEmpty();
  }

  /** Whether only this machine reaches it; of a name other than localhost nobody knows. */
  public boolean isLoopback() {
    return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
  }

  /** The same on another port. */
  public Listen withPort(int other) {
    return new Listen(host, other);
  }

  @Override
  public String toString() {
    return isNone() ? "none" : (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
