package io.gyre.ceph;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Ports that nobody listens on now; nor two above each, where a second gateway would. */
final class FreePorts {
  /** Below the range from which outgoing connections take theirs, and above the well-known ones. */
  private static final int FIRST = 20_000;

  /** Each of the JVMs that run tests side by side takes its own: finding is not keeping. */
  private static final int PER_FORK = 2_000;

  private static final int ATTEMPTS = 1_000;

  private FreePorts() {}

  static List<Integer> find(int count) {
    List<Integer> found = new ArrayList<>();
    int first = FIRST + (Fork.number() - 1) * PER_FORK;
    for (int attempt = 0; found.size() < count && attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(first, first + PER_FORK - 2);
      if (!found.contains(port)
          && !found.contains(port - 2)
          && !found.contains(port + 2)
          && isFree(port)
          && isFree(port + 2)) {
        found.add(port);
      }
    }
    if (found.size() < count) {
      throw new IllegalStateException("no " + count + " free ports from " + first + " on");
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
