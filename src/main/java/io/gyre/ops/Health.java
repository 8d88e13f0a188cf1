package io.gyre.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.failure.GatewayException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Whether the process lives, and whether it can do its work. */
final class Health {
  /** Its threads show that they live every few seconds. */
  static final Duration MAX_SILENCE = Duration.ofMinutes(1);

  private final OperatedProcess process;

  Health(OperatedProcess process) {
    this.process = process;
  }

  /**
   * 200 while the threads of the replication do anything at all; else it has to be started anew.
   */
  HttpResponse live() {
    Duration silence = Duration.between(process.pulse(), process.now());
    boolean live = silence.compareTo(MAX_SILENCE) <= 0;
    return Reply.json(live ? 200 : 503, ViewJson.object().put("live", live));
  }

  /** 200 when changes arrive; else 503, with the reasons. */
  CompletionStage<HttpResponse> ready(boolean withReasons) {
    return reasons()
        .thenApply(
            reasons -> {
              ObjectNode json = ViewJson.object().put("ready", reasons.isEmpty());
              if (withReasons) {
                reasons.forEach(json.putArray("reasons")::add);
              }
              return Reply.json(reasons.isEmpty() ? 200 : 503, json);
            });
  }

  /** Why changes cannot arrive; empty when they can. */
  CompletionStage<List<String>> reasons() {
    Stage stage = process.stage();
    if (stage != Stage.RUNNING || process.views().isEmpty()) {
      return CompletableFuture.completedFuture(Readiness.reasons(stage));
    }
    Views views = process.views().get();
    return views
        .whole()
        .handle(
            (view, failure) ->
                failure == null
                    ? Readiness.reasons(views.route().fence().admits(), view.lag(), process.now())
                    : List.of(String.valueOf(GatewayException.unwrap(failure).getMessage())));
  }
}
