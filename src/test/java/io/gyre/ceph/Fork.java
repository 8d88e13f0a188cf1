package io.gyre.ceph;

import java.nio.file.Path;

/** Which of the JVMs that the build runs side by side this is. */
public final class Fork {
  private Fork() {}

  /** One in the build directory that no other of them uses. */
  public static Path directory(String name) {
    Path base = Path.of(System.getProperty("gyre.basedir", "")).toAbsolutePath();
    return base.resolve("target").resolve(name + "-" + number());
  }

  /** From 1 on; 1 where the build does not say, as in an IDE. */
  static int number() {
    return Integer.getInteger("gyre.fork", 1);
  }
}
