package io.gyre.ops;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;

/** Requests that the JDK's client does not send: with another host's name, or none. */
final class RawRequest {
  private static final int TIMEOUT_MILLIS = 20_000;

  /** What stands for an answer that is none of HTTP. */
  static final int NO_HTTP = -1;

  private RawRequest() {}

  /** Sends these lines and gives the status of the answer. */
  static int status(URI server, String... lines) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : NO_HTTP;
    }
  }
}
