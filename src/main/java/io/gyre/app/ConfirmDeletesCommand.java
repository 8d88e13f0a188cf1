package io.gyre.app;

import io.gyre.checkpoint.BucketShardState;
import io.gyre.checkpoint.BucketState;
import io.gyre.checkpoint.Change;
import io.gyre.checkpoint.CheckpointView;
import io.gyre.guard.DeleteGuard;
import io.gyre.log.BucketName;
import io.gyre.log.BucketShard;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets buckets go on that were stopped because too much would have been deleted of them. */
@Command(
    name = "confirm-deletes",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Lets a bucket go on that limits.max-delete-per-hour has stopped.",
    description = {
      "%nTo be used once it is known why so much was deleted at the source. The bucket is then compared in full, and what"
          + " the source confirms to be gone is removed at the destination, without a limit for the time that --for says."
          + " A running 'sync' goes on within seconds, else the next one does; a bucket that the source has removed goes"
          + " when 'sync' is started next. 'gyre status' names what is stopped.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gyre confirm-deletes --config gyre.yaml photos",
      "  gyre confirm-deletes --config gyre.yaml --for 6h acme/photos"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:they go on",
      "1:one that was named is not stopped; the others go on",
      "2:wrong usage or configuration, or nothing was replicated yet"
    })
final class ConfirmDeletesCommand implements Callable<Integer> {
  private final Map<String, String> environment;
  private final Clock clock;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "1h",
      description = "How long any number may be deleted. Default: ${DEFAULT-VALUE}.")
  private Duration time = Duration.ZERO;

  @Parameters(
      arity = "1..*",
      paramLabel = "[TENANT/]NAME",
      converter = ToBucketName.class,
      description = "The buckets.")
  private List<BucketName> buckets = new ArrayList<>();

  ConfirmDeletesCommand(Map<String, String> environment, Clock clock) {
    this.environment = environment;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Instant now = clock.instant();
    int code = ExitCode.DONE;
    try (CheckpointView view = CheckpointView.openToAmend(config.load(environment).state())) {
      for (BucketName bucket : buckets) {
        if (DeleteGuard.stoppedBuckets(view.facts()).containsKey(bucket)) {
          view.amend(goOn(view, bucket, now));
          out.println("bucket " + bucket + ": goes on, without a limit until " + now.plus(time));
        } else {
          out.println("bucket " + bucket + ": is not stopped");
          code = ExitCode.DIFFERENCES;
        }
      }
    }
    return code;
  }

  /** Its bucket shards are looked at again. */
  private List<Change> goOn(CheckpointView view, BucketName bucket, Instant now) {
    List<Change> changes = new ArrayList<>(DeleteGuard.confirmed(bucket, now.plus(time)));
    for (BucketState state : view.buckets(bucket)) {
      for (BucketShard shard : BucketShard.all(state.source(), state.shards())) {
        Optional<BucketShardState> known = view.bucketShard(shard);
        known.ifPresent(it -> changes.add(new Change.Dirty(shard, it.logShard(), now)));
      }
    }
    return changes;
  }
}
