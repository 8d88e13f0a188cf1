package io.gyre.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Gyre's version, and that of the Java it runs on. */
final class Version implements IVersionProvider {
  private static final String RESOURCE = "/gyre-version.properties";

  @Override
  public String[] getVersion() {
    return new String[] {
      "gyre " + number(),
      "Java %s (%s), %s %s"
          .formatted(
              System.getProperty("java.version"),
              System.getProperty("java.vendor"),
              System.getProperty("os.name"),
              System.getProperty("os.arch"))
    };
  }

  static String number() {
    try (InputStream resource = Version.class.getResourceAsStream(RESOURCE)) {
      var properties = new Properties();
      properties.load(Objects.requireNonNull(resource, RESOURCE));
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
