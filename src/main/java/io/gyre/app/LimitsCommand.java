package io.gyre.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.config.GyreConfig;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Changes the limits of a running process. */
@Command(
    name = "limits",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Shows or changes how much a running Gyre does at once, and how fast.",
    description = {
      "%nHolds until that process ends; what is to hold for good belongs into the configuration"
          + " (limits.objects-in-flight, limits.objects-per-second, limits.bandwidth).%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gyre limits --config gyre.yaml",
      "  gyre limits --config gyre.yaml --bandwidth 50MiB/s --concurrency 16",
      "  gyre limits --config gyre.yaml --bandwidth none"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:they hold",
      "2:wrong usage or configuration",
      "3:no running Gyre is reached, or it refuses them"
    })
final class LimitsCommand implements Callable<Integer> {
  private static final String NONE = "none";

  private final Map<String, String> environment;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "Objects that are copied at once; at most limits.connections-per-zone.")
  private @Nullable Integer concurrency;

  @Option(
      names = "--objects-per-second",
      paramLabel = "N|none",
      description = "Copies that begin a second.")
  private @Nullable String objectsPerSecond;

  @Option(
      names = "--bandwidth",
      paramLabel = "RATE|none",
      description = "Bytes of objects that are read at the source a second: 50MiB/s.")
  private @Nullable String bandwidth;

  LimitsCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    GyreConfig loaded = config.load(environment);
    JsonNode limits = new OpsClient(loaded).tell("/api/v1/limits", change());
    Objects.requireNonNull(spec).commandLine().getOut().println(text(limits));
    return ExitCode.DONE;
  }

  private ObjectNode change() {
    ObjectNode change = JsonNodeFactory.instance.objectNode();
    if (concurrency != null) {
      change.put("concurrency", concurrency);
    }
    if (objectsPerSecond != null) {
      change.put("objects_per_second", objectsPerSecond.equals(NONE) ? null : number());
    }
    if (bandwidth != null) {
      change.put("bandwidth", bandwidth.equals(NONE) ? null : bandwidth);
    }
    return change;
  }

  private Integer number() {
    try {
      return Integer.valueOf(Objects.requireNonNull(objectsPerSecond));
    } catch (NumberFormatException e) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "--objects-per-second is a whole number or none, not '" + objectsPerSecond + "'");
    }
  }

  private static String text(JsonNode limits) {
    return "objects at once   %s (at most %s)%nobjects a second  %s%nbandwidth         %s"
        .formatted(
            limits.path("concurrency").asText(),
            limits.path("concurrency_most").asText(),
            orNone(limits.path("objects_per_second")),
            orNone(limits.path("bandwidth")));
  }

  private static String orNone(JsonNode limit) {
    return limit.isNull() ? "no limit" : limit.asText();
  }
}
