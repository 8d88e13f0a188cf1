package io.gyre.app;

import io.gyre.config.DestinationType;
import io.gyre.config.Endpoint;
import io.gyre.config.GyreConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.doctor.Diagnosis;
import io.gyre.doctor.End;
import io.gyre.doctor.Examination;
import io.gyre.doctor.Facts;
import io.gyre.doctor.GatewayProbe;
import io.gyre.doctor.StateFacts;
import io.gyre.doctor.Target;
import io.gyre.lease.WriteFence;
import io.gyre.rgw.GatewayClient;
import io.gyre.rgw.RgwProbe;
import io.gyre.s3.EndpointRotation;
import io.gyre.s3.S3Client;
import io.gyre.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
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
    try (ObjectClients clients = new ObjectClients(config, clock)) {
      Examination.Probes probes = (end, endpoints) -> probe(system, end, endpoints);
      Examination examination = new Examination(config.timeouts().call().plus(GRACE));
      CompletionStage<Target> target = target(examination, probes, clients);
      var asked =
          examination
              .source(config.source(), config.select().buckets(), probes)
              .thenCombine(target, this::facts);
      return Diagnosis.of(asked.toCompletableFuture().join());
    } finally {
      system.terminate();
    }
  }

  private CompletionStage<Target> target(
      Examination examination, Examination.Probes probes, ObjectClients clients) {
    ZoneConfig end = config.destination().end();
    if (config.destination().type() == DestinationType.RGW) {
      return examination.zone(end, probes);
    }
    EndpointRotation endpoints = new EndpointRotation(end.endpoints(), clock);
    S3Client store = clients.client(end, endpoints, WriteFence.open());
    return examination.store(config.destination(), () -> Store.account(store));
  }

  private Facts facts(Examination.Source source, Target target) {
    StateFacts state = StateLook.at(config.state());
    return new Facts(source.facts(), source.only(), target, state, config.trim(), clock.instant());
  }

  private GatewayProbe probe(ActorSystem system, End end, List<Endpoint> endpoints) {
    ZoneConfig zone = end == End.SOURCE ? config.source() : config.destination().end();
    return new RgwProbe(
        GatewayClient.create(
            system, end.toString(), zone.withEndpoints(endpoints), config.timeouts(), clock),
        clock);
  }
}
