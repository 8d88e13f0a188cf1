package io.gyre.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * {@code /metrics}: the route's numbers, and those of the process. Nothing is set up before the
 * first that asks, so that it costs nothing where nobody does.
 */
final class MetricsPage {
  /** Of Prometheus's text format; its parameter {@code version} is the usual one without it. */
  private static final ContentType TYPE = ContentTypes.TEXT_PLAIN_UTF8;

  private static final double NANOS = 1e9;

  /** Names that Prometheus's rules do not allow; the first is given as seconds instead. */
  private static final Set<String> MISNAMED = Set.of("process.cpu.time", "system.cpu.count");

  private final OperatedProcess process;
  private final Health health;
  private final Executor executor;
  private Optional<PrometheusMeterRegistry> ofProcess = Optional.empty();
  private Optional<Metrics> ofRoute = Optional.empty();
  private volatile boolean ready;

  MetricsPage(OperatedProcess process, Health health, Executor executor) {
    this.process = process;
    this.health = health;
    this.executor = executor;
  }

  /** What does not depend on the route is answered also when that cannot be. */
  CompletionStage<HttpResponse> scrape() {
    CompletionStage<Optional<RouteView>> view =
        process
            .views()
            .map(views -> views.whole().handle((now, failure) -> Optional.ofNullable(now)))
            .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    return health
        .reasons()
        .thenCombineAsync(view, (reasons, now) -> text(reasons.isEmpty(), now), executor);
  }

  private synchronized HttpResponse text(boolean isReady, Optional<RouteView> view) {
    ready = isReady;
    StringBuilder text = new StringBuilder(ofProcess().scrape());
    process
        .views()
        .ifPresent(
            views -> {
              Metrics metrics = ofRoute.orElseGet(() -> new Metrics(views.route()));
              ofRoute = Optional.of(metrics);
              metrics.show(view);
              text.append(metrics.scrape());
            });
    return HttpResponse.create().addHeaders(Reply.HEADERS).withEntity(TYPE, bytes(text));
  }

  private static byte[] bytes(StringBuilder text) {
    return text.toString().getBytes(UTF_8);
  }

  private PrometheusMeterRegistry ofProcess() {
    PrometheusMeterRegistry registry =
        ofProcess.orElseGet(() -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    if (ofProcess.isEmpty()) {
      ofProcess = Optional.of(registry);
      registry.config().meterFilter(MeterFilter.deny(id -> MISNAMED.contains(id.getName())));
      Gauge.builder("gyre.build.info", () -> 1)
          .description("The program that runs")
          .tag("version", process.version())
          .register(registry);
      Gauge.builder("gyre.ready", () -> ready ? 1 : 0)
          .description("Whether changes arrive (1), or not (0); /health/ready says why not")
          .register(registry);
      jvm(registry);
    }
    return registry;
  }

  private static void jvm(PrometheusMeterRegistry registry) {
    List.of(
            new ClassLoaderMetrics(),
            new JvmMemoryMetrics(),
            new JvmGcMetrics(),
            new JvmThreadMetrics(),
            new ProcessorMetrics(),
            new UptimeMetrics(),
            new FileDescriptorMetrics())
        .forEach((MeterBinder binder) -> binder.bindTo(registry));
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      FunctionCounter.builder("process.cpu", system, it -> it.getProcessCpuTime() / NANOS)
          .description("CPU time of the process")
          .baseUnit("seconds")
          .register(registry);
    }
  }
}
