package io.gyre.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.checkpoint.CheckpointView;
import io.gyre.config.GyreConfig;
import io.gyre.log.BucketName;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Pauses or resumes a route, or a bucket of it: the running process, or for the next start. */
abstract sealed class PauseCommand implements Callable<Integer>
    permits PauseCommand.Pause, PauseCommand.Resume {
  private final Map<String, String> environment;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--bucket",
      paramLabel = "[TENANT/]NAME",
      converter = ToBucketName.class,
      description = "This bucket only; without it the route as a whole.")
  private @Nullable BucketName bucket;

  private PauseCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Of the API. */
  abstract String path();

  abstract String done(String what);

  abstract void amend(CheckpointView view, Optional<BucketName> bucket);

  @Override
  public Integer call() {
    GyreConfig loaded = config.load(environment);
    Optional<BucketName> named = Optional.ofNullable(bucket);
    String what = named.map(name -> "Bucket " + name).orElse("The route");
    OptionalLong process = process(loaded);
    if (process.isPresent()) {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      named.ifPresent(name -> body.put("bucket", name.toString()));
      new OpsClient(loaded).tell(path(), body);
      print(done(what));
    } else {
      try (CheckpointView view = CheckpointView.openToAmend(loaded.state())) {
        amend(view, named);
      }
      print(done(what) + " No 'gyre sync' runs: this is for the next one.");
    }
    return ExitCode.DONE;
  }

  private static OptionalLong process(GyreConfig config) {
    try (CheckpointView view = CheckpointView.open(config.state())) {
      return view.process();
    }
  }

  private void print(String text) {
    Objects.requireNonNull(spec).commandLine().getOut().println(text);
  }

  /** Pauses. */
  @picocli.CommandLine.Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      sortOptions = false,
      header = "Begins no more copies, of everything or of one bucket, until 'gyre resume'.",
      description = {
        "%nWhat is being copied is finished. The source's logs are read on, so that it stays known what waits. It"
            + " stays paused over a new start, and 'sync --once' does not run while anything is paused.%n"
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  gyre pause --config gyre.yaml",
        "  gyre pause --config gyre.yaml --bucket photos"
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:it is paused",
        "2:wrong usage or configuration, or nothing was replicated yet",
        "3:a Gyre runs and cannot be reached, or refuses it"
      })
  static final class Pause extends PauseCommand {
    private final Clock clock;

    Pause(Map<String, String> environment, Clock clock) {
      super(environment);
      this.clock = clock;
    }

    @Override
    String path() {
      return "/api/v1/pause";
    }

    @Override
    String done(String what) {
      return what + " is paused.";
    }

    @Override
    void amend(CheckpointView view, Optional<BucketName> bucket) {
      view.pause(bucket, clock.instant());
    }
  }

  /** Resumes. */
  @picocli.CommandLine.Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      sortOptions = false,
      header = "Goes on with what 'gyre pause' has paused.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  gyre resume --config gyre.yaml",
        "  gyre resume --config gyre.yaml --bucket photos"
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:it goes on",
        "2:wrong usage or configuration, or nothing was replicated yet",
        "3:a Gyre runs and cannot be reached, or refuses it"
      })
  static final class Resume extends PauseCommand {
    Resume(Map<String, String> environment) {
      super(environment);
    }

    @Override
    String path() {
      return "/api/v1/resume";
    }

    @Override
    String done(String what) {
      return what + " goes on.";
    }

    @Override
    void amend(CheckpointView view, Optional<BucketName> bucket) {
      view.resume(bucket);
    }
  }
}
