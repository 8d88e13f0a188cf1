package io.gyre.ceph;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Ports that nobody listens on now. */
final class FreePorts {
  /** Below the range from which outgoing connections take theirs, and above the well-known ones. */
  private static final int FIRST = 20_000;

  private static final int LAST = 30_000;
  private static final int ATTEMPTS = 1_000;

  private FreePorts() {}

  static List<Integer> find(int count) {
    List<Integer> found = new ArrayList<>();
    for (int attempt = 0; found.size() < count && attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      if (!found.contains(port) && isFree(port)) {
        found.add(port);
      }
    }
    if (found.size() < count) {
      throw new IllegalStateException("no " + count + " free ports from " + FIRST + " to " + LAST);
    }
    return List.copyOf(found);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false; // taken: the next one is tried
    }
  }
}
