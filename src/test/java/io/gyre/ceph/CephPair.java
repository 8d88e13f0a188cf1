package io.gyre.ceph;

import io.gyre.testing.TestZone;
import io.gyre.testing.ZoneOperator;
import io.gyre.testing.ZonePair;
import java.net.URI;
import java.util.List;

/** Two running clusters: {@code source} is zone master-1, {@code destination} is slave-1. */
public final class CephPair implements ZonePair {
  /** The system user of both zones, as {@code bench/ceph/clusters --help} names it. */
  private static final String ACCESS_KEY = "0555b35654ad1656d804";

  private static final String SECRET_KEY =
      "h7GhxuBLTrlhVUyxSPUKUV8r/2EI4ngqJxD7iBdBYLhwluN30JaT3Q==";

  private final CephClusters clusters;
  private final TestZone source;
  private final TestZone destination;

  private CephPair(CephClusters clusters, List<Integer> gatewayPorts) {
    this.clusters = clusters;
    this.source = zone("master-1", "master", gatewayPorts.get(0));
    this.destination = zone("slave-1", "slave", gatewayPorts.get(1));
  }

  static CephPair start() {
    List<Integer> ports = FreePorts.find(4);
    CephClusters clusters = CephClusters.inBuildDirectory();
    clusters.up(ports.subList(0, 2), ports.subList(2, 4), DATA_LOG_WINDOW_SECONDS, LOG_SHARDS);
    return new CephPair(clusters, ports);
  }

  private static TestZone zone(String name, String region, int port) {
    return new TestZone(
        name, region, URI.create("http://127.0.0.1:" + port), ACCESS_KEY, SECRET_KEY);
  }

  @Override
  public TestZone source() {
    return source;
  }

  @Override
  public TestZone destination() {
    return destination;
  }

  @Override
  public ZoneOperator operator(TestZone zone) {
    return new CephOperator(this, zone);
  }

  /** Runs {@code radosgw-admin} against the zone's cluster and returns what it printed. */
  public String admin(TestZone zone, String... arguments) {
    return clusters.admin(zone.name(), arguments);
  }

  /** Ends the zone's gateway as an operator would; the cluster behind it stays. */
  public void stopGateway(TestZone zone) {
    clusters.gateway(zone.name(), "stop", 1);
  }

  /** Ends the zone's gateway as a crash would. */
  public void killGateway(TestZone zone) {
    clusters.gateway(zone.name(), "kill", 1);
  }

  /**
   * Starts the zone's gateway; returns when it answers. Does nothing when it runs.
   *
   * @param settings for this run of it, {@code key = value} each
   */
  public void startGateway(TestZone zone, String... settings) {
    clusters.gateway(zone.name(), "start", 1, settings);
  }

  /** Starts another gateway of the zone; where it listens. Whoever does has to kill it. */
  public URI startSecondGateway(TestZone zone) {
    clusters.gateway(zone.name(), "start", 2);
    return URI.create("http://127.0.0.1:" + (zone.endpoint().getPort() + 2));
  }

  /** Ends that one as a crash would. */
  public void killSecondGateway(TestZone zone) {
    clusters.gateway(zone.name(), "kill", 2);
  }

  /** Runs {@code rados} against the zone's cluster. */
  void rados(TestZone zone, String... arguments) {
    clusters.rados(zone.name(), arguments);
  }
}
