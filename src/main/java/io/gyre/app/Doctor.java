package io.gyre.app;

import io.gyre.config.Endpoint;
import io.gyre.config.GyreConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.doctor.Diagnosis;
import io.gyre.doctor.End;
import io.gyre.doctor.Examination;
import io.gyre.doctor.Facts;
import io.gyre.doctor.GatewayProbe;
import io.gyre.doctor.StateFacts;
import io.gyre.rgw.GatewayClient;
import io.gyre.rgw.RgwProbe;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.ActorSystem;

/** Examines a route on the thread of the command, the only one that may block. */
final class Doctor {
  /** What a question may take beyond one request: some take several. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final GyreConfig config;
  private final Clock clock;

  Doctor(GyreConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  /** Asks both ends and this host; ends in bounded time, and never because an end does not. */
  Diagnosis examine() {
    ActorSystem system = ActorSystem.create("doctor");
    try {
      Duration limit = config.timeouts().call().plus(GRACE);
      var asked =
          new Examination(limit)
              .ask(
                  config.source(),
                  config.destination().end(),
                  config.select().buckets(),
                  (end, endpoints) -> probe(system, end, endpoints));
      StateFacts state = StateLook.at(config.state());
      Examination.Ends ends = asked.toCompletableFuture().join();
      return Diagnosis.of(
          new Facts(
              ends.source(),
              ends.sourceOnly(),
              ends.destination(),
              ends.destinationOnly(),
              state,
              config.trim(),
              clock.instant()));
    } finally {
      system.terminate();
    }
  }

  private GatewayProbe probe(ActorSystem system, End end, List<Endpoint> endpoints) {
    ZoneConfig zone = end == End.SOURCE ? config.source() : config.destination().end();
    return new RgwProbe(
        GatewayClient.create(
            system, end.toString(), zone.withEndpoints(endpoints), config.timeouts(), clock),
        clock);
  }
}
