package io.gyre.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/** Whether a file holds certificates, told before anything is tried with it. */
final class CertificateFile {
  static final String EXPECTED = "a readable PEM file with at least one certificate";

  private CertificateFile() {}

  static boolean holdsCertificates(Path file) {
    try (InputStream pem = Files.newInputStream(file)) {
      return !CertificateFactory.getInstance("X.509").generateCertificates(pem).isEmpty();
    } catch (IOException | CertificateException e) {
      return false; // which of both it is, a look at the file shows
    }
  }
}
