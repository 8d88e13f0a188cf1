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
import java.util.ArrayList;
import java.util.List;

/** Makes the clients that object bytes flow through, and has the threads that they share. */
final class ObjectClients implements AutoCloseable {
  private final GyreConfig config;
  private final Clock clock;
  private final Bandwidth bandwidth;
  private final EventLoops loops = new EventLoops();
  private final List<S3Client> open = new ArrayList<>();

  /** For a command that copies nothing. */
  ObjectClients(GyreConfig config, Clock clock) {
    this(config, clock, new Bandwidth(config.limits().connections(), System::nanoTime));
  }

  /**
   * @param bandwidth bounds what is read of objects at the source
   */
  ObjectClients(GyreConfig config, Clock clock, Bandwidth bandwidth) {
    this.config = config;
    this.clock = clock;
    this.bandwidth = bandwidth;
  }

  /** A client of the source; it is closed with all others. */
  S3Client source(EndpointRotation endpoints, WriteFence fence) {
    return client(config.source(), endpoints, fence, reading());
  }

  /** A client of the destination; it is closed with all others. */
  S3Client destination(EndpointRotation endpoints, WriteFence fence) {
    return client(config.destination().end(), endpoints, fence, writing());
  }

  private S3Client client(ZoneConfig end, EndpointRotation endpoints, WriteFence fence, Pace pace) {
    S3Client client =
        S3Client.create(
            config.httpClient(),
            end,
            endpoints,
            config.timeouts(),
            config.limits().connections(),
            loops,
            clock,
            fence,
            pace);
    open.add(client);
    return client;
  }

  private Pace reading() {
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
  private Pace writing() {
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
    open.forEach(S3Client::close);
    loops.close();
  }
}
