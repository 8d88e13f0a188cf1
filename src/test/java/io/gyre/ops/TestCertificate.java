package io.gyre.ops;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for 127.0.0.1 that is its own authority, as an operator would have it made.
 *
 * @param certificate PEM file
 * @param key PEM file with the private key
 * @param trusted what a client trusts who trusts this certificate only
 */
record TestCertificate(Path certificate, Path key, SSLContext trusted) {
  private static final char[] PASSWORD = "of no consequence".toCharArray();

  static TestCertificate make(Path directory)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path keys = directory.resolve("ops.p12");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-keystore",
                    keys.toString(),
                    "-storepass",
                    new String(PASSWORD),
                    "-alias",
                    "ops",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=ops",
                    "-ext",
                    "san=ip:127.0.0.1,dns:localhost",
                    "-ext",
                    "bc:c"))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start();
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException(Files.readString(directory.resolve("keytool.log")));
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD);
    }
    Path certificate =
        pem(directory.resolve("ops.pem"), "CERTIFICATE", store.getCertificate("ops").getEncoded());
    Path key =
        pem(
            directory.resolve("ops.key"),
            "PRIVATE KEY",
            store.getKey("ops", PASSWORD).getEncoded());
    return new TestCertificate(certificate, key, trusting(store));
  }

  private static Path pem(Path file, String what, byte[] bytes) throws IOException {
    String text = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
    return Files.writeString(
        file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
  }

  private static SSLContext trusting(KeyStore with) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, PASSWORD);
    trusted.setCertificateEntry("ops", with.getCertificate("ops"));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
