package io.gyre.app;

import io.gyre.config.Endpoint;
import io.gyre.config.GyreConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.doctor.Diagnosis;
import io.gyre.doctor.End;
import io.gyre.doctor.Examination;
import io.gyre.doctor.Facts;
import io.gyre.doctor.GatewayProbe;
import io.gyre.rgw.GatewayClient;
import io.gyre.rgw.RgwProbe;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.ActorSystem;

/** Examines a route. */
final class Doctor {
  /** What a question may take beyond one request: some take several. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final GyreConfig config;
  private final Clock clock;

  Doctor(GyreConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  /** As below, on the thread of the command, the only one that may block. */
  Diagnosis examine() {
    ActorSystem system = ActorSystem.create("doctor");
    try {
      return examine(system, Runnable::run).toCompletableFuture().join();
    } finally {
      system.terminate();
    }
  }

  /**
   * Asks both ends and this host; ends in bounded time, and never because an end does not.
   *
   * @param blocking looks at this host's files
   */
  CompletionStage<Diagnosis> examine(ActorSystem system, Executor blocking) {
    Duration limit = config.timeouts().call().plus(GRACE);
    return new Examination(limit)
        .ask(
            config.source(),
            config.destination(),
            config.select().buckets(),
            (end, endpoints) -> probe(system, end, endpoints))
        .thenCombine(
            CompletableFuture.supplyAsync(() -> StateLook.at(config.state()), blocking),
            (ends, state) ->
                Diagnosis.of(
                    new Facts(
                        ends.source(),
                        ends.sourceOnly(),
                        ends.destination(),
                        ends.destinationOnly(),
                        ends.contents(),
                        state,
                        config.trim(),
                        clock.instant())));
  }

  private GatewayProbe probe(ActorSystem system, End end, List<Endpoint> endpoints) {
    ZoneConfig zone = end == End.SOURCE ? config.source() : config.destination();
    return new RgwProbe(
        GatewayClient.create(
            system, end.toString(), zone.withEndpoints(endpoints), config.timeouts(), clock),
        clock);
  }
}
