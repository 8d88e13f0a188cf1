package io.gyre.app;

import io.gyre.config.GyreConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.copy.Bandwidth;
import io.gyre.lease.WriteFence;
import io.gyre.s3.EndpointRotation;
import io.gyre.s3.EventLoops;
import io.gyre.s3.Pace;
import io.gyre.s3.S3Client;
import java.time.Clock;
import java.time.Duration;

/** The clients that object bytes flow through, and the threads that they share. */
record ObjectClients(EventLoops loops, S3Client source, S3Client destination)
    implements AutoCloseable {

  static ObjectClients create(
      GyreConfig config,
      EndpointRotation source,
      EndpointRotation destination,
      Clock clock,
      WriteFence fence,
      Bandwidth bandwidth) {
    EventLoops loops = new EventLoops();
    return new ObjectClients(
        loops,
        client(
            config, config.source(), source, loops, clock, WriteFence.open(), reading(bandwidth)),
        client(config, config.destination(), destination, loops, clock, fence, writing(bandwidth)));
  }

  private static S3Client client(
      GyreConfig config,
      ZoneConfig zone,
      EndpointRotation endpoints,
      EventLoops loops,
      Clock clock,
      WriteFence fence,
      Pace pace) {
    return S3Client.create(
        config.httpClient(),
        zone,
        endpoints,
        config.timeouts(),
        config.limits().connections(),
        loops,
        clock,
        fence,
        pace);
  }

  private static Pace reading(Bandwidth bandwidth) {
    return new Pace() {
      @Override
      public long read(long bytes) {
        return bandwidth.read(bytes);
      }

      @Override
      public Duration allowance(long bytes) {
        return bandwidth.allowance(bytes);
      }
    };
  }

  /** What is written was read, so that it comes no faster. */
  private static Pace writing(Bandwidth bandwidth) {
    return new Pace() {
      @Override
      public long read(long bytes) {
        return 0;
      }

      @Override
      public Duration allowance(long bytes) {
        return bandwidth.allowance(bytes);
      }
    };
  }

  @Override
  public void close() {
    source.close();
    destination.close();
    loops.close();
  }
}
