package io.gyre.ceph;

/** Which of the JVMs that the build runs side by side this is. */
final class Fork {
  private Fork() {}

  /** From 1 on; 1 where the build does not say, as in an IDE. */
  static int number() {
    return Integer.getInteger("gyre.fork", 1);
  }
}
