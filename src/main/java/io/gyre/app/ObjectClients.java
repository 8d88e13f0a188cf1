package io.gyre.app;

import io.gyre.config.GyreConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.lease.WriteFence;
import io.gyre.s3.EndpointRotation;
import io.gyre.s3.EventLoops;
import io.gyre.s3.S3Client;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Makes the clients that object bytes flow through, and has the threads that they share. */
final class ObjectClients implements AutoCloseable {
  private final GyreConfig config;
  private final Clock clock;
  private final EventLoops loops = new EventLoops();
  private final List<S3Client> open = new ArrayList<>();

  ObjectClients(GyreConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  /** A client of one end; it is closed with all others. */
  S3Client client(ZoneConfig end, EndpointRotation endpoints, WriteFence fence) {
    S3Client client =
        S3Client.create(
            config.httpClient(),
            end,
            endpoints,
            config.timeouts(),
            config.limits().connections(),
            loops,
            clock,
            fence);
    open.add(client);
    return client;
  }

  @Override
  public void close() {
    open.forEach(S3Client::close);
    loops.close();
  }
}
