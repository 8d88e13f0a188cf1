package io.gyre.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The HTTP server for operators: metrics, health, status, control, and a page for the browser.
 *
 * @param listen where; only with TLS and a token where others than this machine reach it
 * @param token what a client has to show for everything but the page itself and whether the process
 *     is alive; 16 characters at least
 * @param tlsCertificate PEM file with the certificate, and those that lead to its authority
 * @param tlsKey PEM file with its private key (PKCS#8, not encrypted)
 * @param hosts names besides its own address under which clients reach it
 */
public record OpsConfig(
    @Default("127.0.0.1:9180") Listen listen,
    Optional<Secret> token,
    Optional<Path> tlsCertificate,
    Optional<Path> tlsKey,
    @Default({}) List<String> hosts) {
  private static final int MIN_TOKEN = 16;
  private static final String BECAUSE = ", because ops.listen is reached from other machines";

  /** Checks that nobody else can read or change anything without the token. */
  public OpsConfig {
    hosts = List.copyOf(hosts);
    boolean open = !listen.isNone() && !listen.isLoopback();
    boolean longEnough = token.filter(secret -> secret.reveal().length() < MIN_TOKEN).isEmpty();
    new Rules()
        .require(
            !open || token.isPresent(),
            "token",
            "nothing",
            "a secret of at least " + MIN_TOKEN + " characters" + BECAUSE)
        .require(longEnough, "token", "***", "a secret of at least " + MIN_TOKEN + " characters")
        .require(
            !open || tlsCertificate.isPresent(),
            "tls-certificate",
            "nothing",
            CertificateFile.EXPECTED + BECAUSE)
        .require(
            tlsCertificate.filter(file -> !CertificateFile.holdsCertificates(file)).isEmpty(),
            "tls-certificate",
            text(tlsCertificate),
            CertificateFile.EXPECTED)
        .require(
            tlsCertificate.isPresent() == tlsKey.isPresent(),
            "tls-key",
            text(tlsKey),
            "the private key of tls-certificate, and neither without the other")
        .require(
            tlsKey.filter(file -> !Files.isReadable(file)).isEmpty(),
            "tls-key",
            text(tlsKey),
            "a readable PEM file")
        .verify();
  }

  private static String text(Optional<Path> file) {
    return file.map(Path::toString).orElse("nothing");
  }

  /** What holds where nothing is given. */
  public static OpsConfig defaults() {
    return RecordBinder.defaults(OpsConfig.class);
  }

  /** Whether it is to be reached by https. */
  public boolean secure() {
    return tlsCertificate.isPresent();
  }
}
