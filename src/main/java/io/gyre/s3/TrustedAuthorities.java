package io.gyre.s3;

import io.gyre.config.ZoneConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Which certificates of a zone's endpoints are believed. */
public final class TrustedAuthorities {
  private TrustedAuthorities() {}

  /**
   * The trust managers for a zone; empty for the system's trust store.
   *
   * @throws IllegalArgumentException when the zone's {@code ca-file} holds no certificate
   */
  public static Optional<TrustManager[]> of(ZoneConfig zone) {
    if (zone.insecure()) {
      return Optional.of(new TrustManager[] {new TrustAll()});
    }
    return zone.caFile().map(TrustedAuthorities::fromFile);
  }

  private static TrustManager[] fromFile(Path file) {
    try (InputStream pem = Files.newInputStream(file)) {
      KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
      authorities.load(null, null);
      for (Certificate found : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        authorities.setCertificateEntry("authority-" + authorities.size(), found);
      }
      if (authorities.size() == 0) {
        throw new IllegalArgumentException("ca-file " + file + " holds no certificate");
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(authorities);
      return factory.getTrustManagers();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "ca-file " + file + " cannot be read as PEM certificates: " + e.getMessage(), e);
    }
  }

  /** What {@code insecure: true} asks for; the configuration warns about it at every start. */
  private static final class TrustAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
