package io.gyre.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.check.Checked;
import io.gyre.check.Checked.Finding;
import io.gyre.check.RepairPlan;
import io.gyre.check.RepairStep;
import io.gyre.check.Repairs;
import io.gyre.check.Subject;
import io.gyre.check.Verdict;
import io.gyre.failure.GatewayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Queues what a comparison has found to differ, and says what it did. */
final class Repairing implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Keys that are named with the reason why they are not queued. */
  private static final int MAX_NAMED = 20;

  private final Repairs repairs;
  private final RepairQueue queue;
  private final List<String> named = new ArrayList<>();
  private int keys;
  private int writes;
  private int removals;
  private int extras;
  private int failed;
  private boolean metadata;

  /** What is to be done about one result: nothing, mostly. */
  record Planned(Checked checked, Optional<RepairPlan> plan, Optional<String> failure) {}

  Repairing(Repairs repairs, RepairQueue queue) {
    this.repairs = repairs;
    this.queue = queue;
  }

  /** Nothing about any result. */
  static CompletionStage<Planned> nothing(Checked checked) {
    return CompletableFuture.completedFuture(
        new Planned(checked, Optional.empty(), Optional.empty()));
  }

  /** Asks both ends about what differs. */
  CompletionStage<Planned> plan(Checked checked) {
    return Repairs.concern(checked) && checked instanceof Finding finding
        ? repairs
            .of((Subject.Key) finding.subject(), finding)
            .handle(
                (plan, failure) ->
                    new Planned(
                        checked,
                        Optional.ofNullable(plan),
                        Optional.ofNullable(failure)
                            .map(found -> GatewayException.unwrap(found).getMessage())))
        : nothing(checked);
  }

  /** Queues it; blocks. For one thread at a time. */
  void queue(Planned planned) {
    if (!(planned.checked() instanceof Finding finding)) {
      return;
    }
    if (finding.subject() instanceof Subject.Key key) {
      planned.failure().ifPresent(why -> failed(key, why));
      planned.plan().ifPresent(plan -> queue(key, finding, plan));
    } else {
      metadata |= finding.verdict() == Verdict.DIFFERS || finding.verdict() == Verdict.MISSING;
    }
  }

  private void queue(Subject.Key key, Finding finding, RepairPlan plan) {
    int removing = (int) plan.steps().stream().filter(Repairing::removes).count();
    extras += plan.extras().size() - removing;
    if (plan.steps().isEmpty()) {
      return;
    }
    Optional<String> refused =
        queue.add(key, plan.steps(), finding.verdict().name().toLowerCase(Locale.ROOT));
    if (refused.isPresent()) {
      failed(key, refused.get());
    } else {
      keys++;
      removals += removing;
      writes += plan.steps().size() - removing;
    }
  }

  private static boolean removes(RepairStep step) {
    return step.kind() == RepairStep.Kind.REMOVE;
  }

  private void failed(Subject.Key key, String why) {
    failed++;
    if (named.size() < MAX_NAMED) {
      named.add(key.bucket() + "/" + key.key() + ": " + why);
    }
  }

  /** All results have been seen; says what was done. Blocks. */
  String end(boolean json) {
    if (metadata) {
      queue.metadataDue();
    }
    return json ? json() : text();
  }

  private String json() {
    ObjectNode line = JSON.createObjectNode();
    line.put("type", "repair");
    line.put("keys", keys);
    line.put("versions_to_copy", writes);
    line.put("versions_to_remove", removals);
    line.put("extra_versions_left", extras);
    line.put("keys_not_queued", failed);
    line.put("metadata_due", metadata);
    line.put("sync_running", queue.isRunning());
    return line.toString();
  }

  private String text() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Repair        queued %s: %s to be copied, %s to be removed; %s"
            .formatted(
                Plain.count(keys, "key"),
                Plain.count(writes, "version"),
                Plain.count(removals),
                queue.isRunning()
                    ? "'gyre sync' is working on it"
                    : "'gyre sync' does it when it is started"));
    if (extras > 0) {
      lines.add(
          "              %s only at the destination left alone (--delete-extra removes what the"
                  .formatted(Plain.count(extras, "version"))
              + " source confirms to be gone)");
    }
    if (metadata) {
      lines.add(
          "              users and buckets are compared in full when 'gyre sync' starts next");
    }
    if (failed > 0) {
      lines.add("              %s not queued:".formatted(Plain.count(failed, "key")));
      named.forEach(one -> lines.add("                " + Plain.text(one)));
    }
    return String.join(System.lineSeparator(), lines);
  }

  @Override
  public void close() {
    queue.close();
  }
}
