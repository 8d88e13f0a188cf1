package io.gyre.route;

import io.gyre.testing.TestZone;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * Takes TLS connections and hands their bytes on to a gateway, as a load balancer does. Its
 * certificate is its own authority, made anew for each.
 */
final class TlsFront implements AutoCloseable {
  private static final String PASSWORD = "of no consequence";
  private static final int WAITING = 64;

  private final URI gateway;
  private final SSLServerSocket listening;
  private final Path certificate;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "tls-front");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Listens for connections at once.
   *
   * @param directory for its certificate
   * @param name of the certificate's host, besides 127.0.0.1
   */
  TlsFront(TestZone zone, Path directory, String name) {
    this.gateway = zone.endpoint();
    this.certificate = directory.resolve(name + ".pem");
    Path keys = directory.resolve(name + ".p12");
    try {
      keytool(
          "-genkeypair",
          "-keystore=" + keys,
          "-alias=front",
          "-keyalg=EC",
          "-dname=CN=" + name,
          "-ext=san=ip:127.0.0.1,dns:" + name,
          "-ext=bc:c");
      keytool("-exportcert", "-rfc", "-keystore=" + keys, "-alias=front", "-file=" + certificate);
      this.listening =
          (SSLServerSocket)
              context(keys)
                  .getServerSocketFactory()
                  .createServerSocket(0, WAITING, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    threads.execute(this::accept);
  }

  URI endpoint() {
    return URI.create("https://127.0.0.1:" + listening.getLocalPort());
  }

  /** PEM file of the authority. */
  Path certificate() {
    return certificate;
  }

  private static void keytool(String command, String... options) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    line.add(command);
    line.addAll(List.of("-storepass", PASSWORD));
    for (String option : options) {
      line.addAll(List.of(option.split("=", 2)));
    }
    Path output = Files.createTempFile("keytool-", ".log");
    try {
      Process process =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + ": " + Files.readString(output));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      Files.delete(output);
    }
  }

  private static SSLContext context(Path keys) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(keys)) {
      store.load(file, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        Socket server = new Socket(gateway.getHost(), gateway.getPort());
        server.setTcpNoDelay(true);
        client.setTcpNoDelay(true);
        threads.execute(() -> pump(client, server));
        threads.execute(() -> pump(server, client));
      }
    } catch (SocketException closed) {
      // The test is over.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Both directions end with the first that does. */
  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (IOException refusedOrReset) {
      // Certificates that are not believed end here, too: what the client says of it is the test.
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    threads.shutdownNow();
  }
}
