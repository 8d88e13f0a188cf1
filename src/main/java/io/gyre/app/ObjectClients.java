package io.gyre.app;

import io.gyre.config.GyreConfig;
import io.gyre.lease.WriteFence;
import io.gyre.s3.EventLoops;
import io.gyre.s3.S3Client;
import java.time.Clock;

/** The clients that object bytes flow through, and the threads that they share. */
record ObjectClients(EventLoops loops, S3Client source, S3Client destination)
    implements AutoCloseable {

  static ObjectClients create(GyreConfig config, Clock clock, WriteFence fence) {
    EventLoops loops = new EventLoops();
    int connections = config.limits().connections();
    return new ObjectClients(
        loops,
        S3Client.create(
            config.httpClient(), config.source(), config.timeouts(), connections, loops, clock),
        S3Client.create(
            config.httpClient(),
            config.destination(),
            config.timeouts(),
            connections,
            loops,
            clock,
            fence));
  }

  @Override
  public void close() {
    source.close();
    destination.close();
    loops.close();
  }
}
