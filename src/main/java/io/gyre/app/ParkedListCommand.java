package io.gyre.app;

import io.gyre.checkpoint.CheckpointView;
import io.gyre.checkpoint.ParkedEntry;
import io.gyre.checkpoint.ParkedItem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
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
import picocli.CommandLine.Spec;

/** Prints parked entries. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Lists parked entries, oldest first.",
    description = {
      "%nEach with the number that 'retry' and 'drop' take, bucket and key, what the log asked for, why it failed"
          + " last, how often it was tried and when it is tried next.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gyre parked list --config gyre.yaml --limit 20",
      "  gyre parked list --config gyre.yaml --json | jq -r 'select(.reason | startswith(\"DENIED\")) | .id'"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing is parked",
      "1:entries are parked",
      "2:wrong usage or configuration, or nothing was replicated yet"
    })
final class ParkedListCommand implements Callable<Integer> {
  private static final int PAGE = 1000;

  private final Map<String, String> environment;
  private final Clock clock;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(names = "--json", description = "Print one JSON object per entry, for programs.")
  private boolean json;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Print the oldest N entries only; all by default.")
  private int limit = Integer.MAX_VALUE;

  ParkedListCommand(Map<String, String> environment, Clock clock) {
    this.environment = environment;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    Path state = config.load(environment).state();
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    try (CheckpointView view = CheckpointView.open(state)) {
      int parked = view.summary().parked().count();
      int printed = print(view, out);
      if (!json && parked == 0) {
        out.println("Nothing is parked.");
      } else if (!json && printed < parked) {
        out.println("... and " + Plain.count(parked - printed) + " more");
      }
      return parked == 0 ? ExitCode.DONE : ExitCode.DIFFERENCES;
    }
  }

  private int print(CheckpointView view, PrintWriter out) {
    Instant now = clock.instant();
    int printed = 0;
    Optional<ParkedItem> last = Optional.empty();
    List<ParkedItem> page;
    do {
      page = view.parked(last, Math.min(PAGE, limit - printed));
      page.forEach(item -> out.println(json ? StatusJson.of(item) : text(item, now)));
      printed += page.size();
      last = page.isEmpty() ? last : Optional.of(page.get(page.size() - 1));
    } while (page.size() == PAGE && printed < limit);
    return printed;
  }

  private static String text(ParkedItem item, Instant now) {
    ParkedEntry entry = item.entry();
    String version = entry.instance().isEmpty() ? "" : " version " + entry.instance();
    String next =
        entry.nextTry().isAfter(now) ? "next in " + Plain.age(now, entry.nextTry()) : "due now";
    return "%-8d %s / %s%s%n         %s, %d attempts, parked for %s, %s: %s"
        .formatted(
            item.id(),
            Plain.text(entry.shard().instance().bucket().toString()),
            Plain.text(entry.key()),
            Plain.text(version),
            Plain.text(entry.operation()),
            entry.attempts(),
            Plain.age(entry.since(), now),
            next,
            Plain.text(entry.reason()));
  }
}
