package io.gyre.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server whose answers are written byte by byte by the test. One request a connection. */
public final class RawServer implements AutoCloseable {
  private static final int THREADS = 16;

  /** Does what a gateway would never do. */
  @FunctionalInterface
  public interface Script {
    /** Serves a connection, which is closed afterwards. */
    void serve(Connection connection) throws IOException;
  }

  private final ServerSocket listening;
  private final Script script;
  private final Queue<String> requestLines = new ConcurrentLinkedQueue<>();
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS,
          task -> {
            Thread thread = new Thread(task, "raw-server");
            thread.setDaemon(true);
            return thread;
          });

  public RawServer(Script script) {
    this.script = script;
    try {
      this.listening = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** As a configuration names it. */
  public String endpoint() {
    return "http://127.0.0.1:" + listening.getLocalPort();
  }

  /** The first lines of all requests so far. */
  public Queue<String> requestLines() {
    return requestLines;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        open.add(socket);
        threads.execute(() -> serve(socket));
      } catch (IOException closed) {
        // The loop ends.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      Connection connection = new Connection(socket);
      requestLines.add(connection.requestLine());
      script.serve(connection);
    } catch (IOException brokenByTheClient) {
      // As some tests want it.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
    threads.shutdownNow();
  }

  /** One connection, whose request's head has been read. */
  public static final class Connection {
    private final Socket socket;
    private final InputStream in;
    private final String head;

    Connection(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream());
      StringBuilder read = new StringBuilder();
      for (int next = in.read(); next >= 0; next = in.read()) {
        read.append((char) next);
        if (read.length() > 3 && read.indexOf("\r\n\r\n", read.length() - 4) >= 0) {
          break;
        }
      }
      this.head = read.toString();
    }

    /** Such as {@code PUT /bucket/key HTTP/1.1}. */
    public String requestLine() {
      return head.lines().findFirst().orElse("");
    }

    /** The request line and the headers. */
    public String head() {
      return head;
    }

    /** Whether the client sends its body only when told to. */
    public boolean waitsForContinue() {
      return head.contains("100-continue");
    }

    /** Reads so much of the body; fewer at its end. */
    public byte[] read(int count) throws IOException {
      return in.readNBytes(count);
    }

    /** Reads the whole body, telling the client to send it. */
    public byte[] body() throws IOException {
      if (waitsForContinue()) {
        send("HTTP/1.1 100 Continue\r\n\r\n");
      }
      int length =
          head.lines()
              .filter(line -> line.regionMatches(true, 0, "Content-Length:", 0, 15))
              .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
              .findFirst()
              .orElse(0);
      return read(length);
    }

    public OutputStream out() throws IOException {
      return socket.getOutputStream();
    }

    public void send(String text) throws IOException {
      out().write(text.getBytes(ISO_8859_1));
      out().flush();
    }

    /** A whole answer. */
    public void answer(int status, String headers, String body) throws IOException {
      send("HTTP/1.1 " + status + " Said\r\n" + headers);
      send("Content-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body);
    }

    /** Waits until the client closes the connection. */
    public void untilClosed() throws IOException {
      in.transferTo(OutputStream.nullOutputStream());
    }

    /** Ends the connection by a reset. */
    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }
}
