package io.gyre.app;

import io.gyre.checkpoint.ParkedSelection;
import io.gyre.log.BucketName;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which parked entries a command is about: one of these has to be given. */
final class ParkedChoice {
  @Parameters(
      arity = "1..*",
      paramLabel = "ID",
      description = "Numbers of entries, as 'parked list' prints them.")
  private @Nullable List<Long> ids;

  @ArgGroup(exclusive = false)
  private @Nullable InBucket inBucket;

  @Option(names = "--all", required = true, description = "All entries that are parked now.")
  @SuppressWarnings("UnusedVariable") // picocli only checks that it is given
  private boolean all;

  private static final class InBucket {
    @Option(
        names = "--bucket",
        required = true,
        paramLabel = "[TENANT/]NAME",
        converter = ToBucketName.class,
        description = "All entries of this bucket.")
    private @Nullable BucketName bucket;

    @Option(
        names = "--key",
        paramLabel = "KEY",
        description = "With --bucket: only those of this key, in all of its versions.")
    private @Nullable String key;
  }

  ParkedSelection toSelection() {
    if (inBucket != null && inBucket.bucket != null) {
      return new ParkedSelection.InBucket(inBucket.bucket, Optional.ofNullable(inBucket.key));
    }
    return ids == null ? new ParkedSelection.All() : new ParkedSelection.Ids(ids);
  }

  /** What a command answers that found so many entries. */
  int exitCode(int found) {
    return ids == null || found >= new HashSet<>(ids).size() ? ExitCode.DONE : ExitCode.DIFFERENCES;
  }
}
