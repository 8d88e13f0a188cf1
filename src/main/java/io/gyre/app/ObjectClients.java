package io.gyre.app;

import io.gyre.config.GyreConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.lease.WriteFence;
import io.gyre.s3.EndpointRotation;
import io.gyre.s3.EventLoops;
import io.gyre.s3.S3Client;
import java.time.Clock;

/** The clients that object bytes flow through, and the threads that they share. */
record ObjectClients(EventLoops loops, S3Client source, S3Client destination)
    implements AutoCloseable {

  static ObjectClients create(
      GyreConfig config,
      EndpointRotation source,
      EndpointRotation destination,
      Clock clock,
      WriteFence fence) {
    EventLoops loops = new EventLoops();
    return new ObjectClients(
        loops,
        client(config, config.source(), source, loops, clock, WriteFence.open()),
        client(config, config.destination(), destination, loops, clock, fence));
  }

  private static S3Client client(
      GyreConfig config,
      ZoneConfig zone,
      EndpointRotation endpoints,
      EventLoops loops,
      Clock clock,
      WriteFence fence) {
    return S3Client.create(
        config.httpClient(),
        zone,
        endpoints,
        config.timeouts(),
        config.limits().connections(),
        loops,
        clock,
        fence);
  }

  @Override
  public void close() {
    source.close();
    destination.close();
    loops.close();
  }
}
