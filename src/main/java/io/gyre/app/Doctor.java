package io.gyre.app;

import io.gyre.config.BucketFilter;
import io.gyre.config.DestinationType;
import io.gyre.config.Endpoint;
import io.gyre.config.GyreConfig;
import io.gyre.config.ZoneConfig;
import io.gyre.doctor.Contents;
import io.gyre.doctor.Diagnosis;
import io.gyre.doctor.End;
import io.gyre.doctor.Examination;
import io.gyre.doctor.Facts;
import io.gyre.doctor.GatewayProbe;
import io.gyre.doctor.StateFacts;
import io.gyre.lease.WriteFence;
import io.gyre.rgw.GatewayClient;
import io.gyre.rgw.RgwProbe;
import io.gyre.s3.EndpointRotation;
import io.gyre.s3.S3Client;
import io.gyre.select.Glob;
import io.gyre.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
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
    ObjectClients clients = new ObjectClients(config, clock);
    Examination.Probes probes = (end, endpoints) -> probe(system, end, endpoints);
    Examination examination = new Examination(config.timeouts().call().plus(GRACE));
    CompletionStage<Examination.Destination> destination =
        destination(examination, probes, clients);
    return examination
        .source(config.source(), config.select().buckets(), probes)
        .thenCombine(destination, this::facts)
        .thenCombine(
            CompletableFuture.supplyAsync(() -> StateLook.at(config.state()), blocking),
            (facts, state) -> Diagnosis.of(facts.apply(state)))
        .whenComplete((done, failure) -> clients.close());
  }

  private CompletionStage<Examination.Destination> destination(
      Examination examination, Examination.Probes probes, ObjectClients clients) {
    ZoneConfig end = config.destination().end();
    if (config.destination().type() == DestinationType.RGW) {
      return examination.zone(
          end, bucketsThere(), config.map().mapping().owners().targets(), probes);
    }
    EndpointRotation endpoints = new EndpointRotation(end.endpoints(), clock);
    S3Client store = clients.destination(endpoints, WriteFence.open());
    return examination.store(config.destination(), () -> Store.account(store));
  }

  /** What is selected is said by names of the source: any name can be one of theirs there. */
  private BucketFilter bucketsThere() {
    return config.map().places().buckets().isEmpty()
        ? config.select().buckets()
        : new BucketFilter(List.of(new Glob("*")), List.of(), List.of());
  }

  private Function<StateFacts, Facts> facts(
      Examination.Source source, Examination.Destination destination) {
    return state ->
        new Facts(
            source.facts(),
            source.only(),
            destination.target(),
            new Contents(
                source.buckets(), source.users(), destination.buckets(), config.map().mapping()),
            state,
            config.trim(),
            clock.instant());
  }

  private GatewayProbe probe(ActorSystem system, End end, List<Endpoint> endpoints) {
    ZoneConfig zone = end == End.SOURCE ? config.source() : config.destination().end();
    return new RgwProbe(
        GatewayClient.create(
            system, end.toString(), zone.withEndpoints(endpoints), config.timeouts(), clock),
        clock);
  }
}
