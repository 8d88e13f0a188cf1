package io.gyre.app;

import io.gyre.check.Depth;
import io.gyre.check.Sample;
import io.gyre.check.Scope;
import io.gyre.config.GyreConfig;
import io.gyre.log.BucketName;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares the destination of a configuration with its source. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Compares the destination with the source, and names what differs.",
    description = {
      "%nCompares what the configuration selects: users with their keys and quotas; buckets with their settings; and of"
          + " each key all versions and delete markers, their order, sizes, ETags and storage classes. That is what"
          + " listings show, at a request for each thousand versions at each end: millions of them in minutes.%n",
      "What listings do not show takes a request for each version at each end, and has to be asked for: --attributes"
          + " compares owners, ACLs, tags, metadata, headers and locks, --deep the bytes as well, all of which it reads"
          + " at both ends. --sample bounds the cost of both. The result says what was not compared.%n",
      "Without --repair it only reads, needs no lease, and may run beside 'sync'. What differs is asked for again at both ends, for as long"
          + " as --patience says, before it is told: what replication was about to bring is there by then. What 'sync'"
          + " is still working on, by the checkpoint that the key 'state' names, or what keeps changing at the source is"
          + " counted as in flight and is no difference; what is parked or refused is one, with the reason.%n",
      "Between the ends may differ what README names under Limits: modification times, how things are stored, storage"
          + " classes that the destination lacks, ETags of which the copy says so. A store (destination.type s3) is compared by"
          + " the source's version ids, which the state knows, and its objects' metadata where there is no state; what a store does not"
          + " get is counted and named, and is no difference.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gyre check --config gyre.yaml && echo equal",
      "  gyre check --config gyre.yaml --attributes --bucket photos --prefix 2026/",
      "  gyre check --config gyre.yaml --deep --sample 1%%",
      "  gyre check --config gyre.yaml --repair",
      "  gyre check --config gyre.yaml --json | jq -r 'select(.verdict == \"missing\") | .key'",
      "  gyre check --config gyre.yaml --combined - --quiet | grep -v '^='"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:equal, save for what is in flight",
      "1:something differs, or could not be compared",
      "2:wrong usage or configuration",
      "3:an endpoint could not be reached, or refused the credentials"
    })
final class CheckCommand implements Callable<Integer> {
  private static final String DEFAULT_PATIENCE = "45s";
  private static final Path STDOUT = Path.of("-");

  private final Map<String, String> environment;
  private final Clock clock;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ConfigOption config = new ConfigOption();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--attributes",
      description = "Compare owner, ACL, tags, metadata, headers and locks of each version, too.")
  private boolean attributes;

  @Option(
      names = "--deep",
      description = "Compare all that, and the bytes of each version, by their SHA-256.")
  private boolean deep;

  @Option(
      names = "--sample",
      paramLabel = "PERCENT",
      converter = Percent.class,
      description = {
        "Do so for this part of the keys only, such as 1%%; of all others listings are compared."
            + " Without --deep it means --attributes."
      })
  private @Nullable Double sample;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description =
          "Which keys are in the sample: the same ones with the same number, which is printed.")
  private @Nullable Long seed;

  @Option(
      names = "--bucket",
      paramLabel = "[TENANT/]NAME",
      split = ",",
      converter = ToBucketName.class,
      description = "Compare this bucket only, and no users; may be given several times.")
  private List<BucketName> buckets = new ArrayList<>();

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      description = "Compare only keys that begin so, and no users.")
  private String prefix = "";

  @Option(
      names = "--one-way",
      description = "Do not look for users, buckets and keys that only the destination has.")
  private boolean oneWay;

  @Option(
      names = "--patience",
      paramLabel = "TIME",
      defaultValue = DEFAULT_PATIENCE,
      description = {
        "How long something that differs is looked at again before it is told. After a thousand differences only for a"
            + " second. Default: ${DEFAULT-VALUE}."
      })
  private Duration patience = Duration.ZERO;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description =
          "Name so many differences; --json and --combined name all. Default: ${DEFAULT-VALUE}.")
  private int limit = 20;

  @Option(
      names = "--repair",
      description = {
        "Have 'gyre sync' copy exactly what differs, whether it is running or started later: keys with their versions at"
            + " once, users and buckets when it starts next. What is in flight or parked is left to it anyway."
      })
  private boolean repair;

  @Option(
      names = "--delete-extra",
      description = {
        "With --repair: have it remove the keys and versions that only the destination has, too, each once the source"
            + " confirms that it has not. Never buckets or users."
      })
  private boolean deleteExtra;

  @Option(
      names = "--combined",
      paramLabel = "FILE",
      description = {
        "Write a line for each key, as 'rclone check' does: '= PATH' equal, '* PATH' differs, '+ PATH' only at the source,"
            + " '- PATH' only at the destination, '! PATH' could not be compared. PATH is BUCKET/KEY. What is in flight"
            + " is left out. '-' is standard output."
      })
  private @Nullable Path combined;

  CheckCommand(Map<String, String> environment, Clock clock) {
    this.environment = environment;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    GyreConfig loaded = config.load(environment);
    Output chosen = output.toOutput();
    Logs.configure(chosen);
    if (chosen.format() == Output.Format.JSON && combined != null && combined.equals(STDOUT)) {
      throw wrong("--combined - and --json would write to the same place: give a file");
    }
    CheckRequest request =
        new CheckRequest(
            loaded,
            scope(loaded),
            prefix,
            patience,
            chosen,
            limit,
            Optional.ofNullable(combined),
            toRepair());
    return new Checking(request, clock, Objects.requireNonNull(spec).commandLine().getOut()).run();
  }

  private Repair toRepair() {
    if (deleteExtra && !repair) {
      throw wrong("--delete-extra goes with --repair");
    }
    Repair asked = deleteExtra ? Repair.COPY_AND_DELETE : Repair.COPY;
    return repair ? asked : Repair.NONE;
  }

  private Scope scope(GyreConfig loaded) {
    buckets.stream()
        .filter(bucket -> !loaded.select().buckets().accepts(bucket.tenant(), bucket.name()))
        .findFirst()
        .ifPresent(
            bucket -> {
              throw wrong("--bucket " + bucket + ": select.buckets leaves it out");
            });
    return new Scope(
        loaded.withUsers() && buckets.isEmpty() && prefix.isEmpty(),
        buckets,
        bucket -> loaded.select().buckets().accepts(bucket.tenant(), bucket.name()),
        !loaded.metadataOnly(),
        oneWay,
        depth(),
        sample == null ? Sample.ALL : new Sample(sample, seed()),
        (bucket, owner) -> loaded.select().buckets().accepts(bucket.tenant(), bucket.name(), owner),
        loaded.select().contents(),
        !loaded.dataOnly());
  }

  private ParameterException wrong(String why) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), why);
  }

  private Depth depth() {
    if (deep) {
      return Depth.BYTES;
    }
    return attributes || sample != null ? Depth.ATTRIBUTES : Depth.LISTINGS;
  }

  private long seed() {
    return seed == null ? ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE) : seed;
  }
}
