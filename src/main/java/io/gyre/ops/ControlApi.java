package io.gyre.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.checkpoint.ParkedSelection;
import io.gyre.log.BucketName;
import io.gyre.ops.Controls.Limits;
import io.gyre.route.Pauses;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What can be told to the route. Each change is logged, and answered with what holds then. */
final class ControlApi {
  private static final Logger LOG = LoggerFactory.getLogger(ControlApi.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OperatedProcess process;

  ControlApi(OperatedProcess process) {
    this.process = process;
  }

  /** Pauses the route, or the bucket that is named. */
  CompletionStage<ObjectNode> pause(String body) {
    Controls controls = views().route().controls();
    Optional<BucketName> bucket = bucket(parse(body));
    return checked(controls, bucket)
        .thenCompose(known -> controls.pause(bucket))
        .thenApply(
            done -> {
              LOG.warn("paused by an operator: {}", what(bucket));
              return ViewJson.pauses(controls);
            });
  }

  private static CompletionStage<Boolean> checked(Controls controls, Optional<BucketName> bucket) {
    if (bucket.isEmpty()) {
      return CompletableFuture.completedFuture(true);
    }
    if (controls.pausedBuckets().size() >= Pauses.MAX_BUCKETS) {
      throw new Refused(
          409, Pauses.MAX_BUCKETS + " buckets are paused already: pause the route instead");
    }
    return controls
        .knows(bucket.get())
        .thenApply(
            known -> {
              if (!known) {
                throw new Refused(404, "no bucket " + bucket.get() + " is known");
              }
              return true;
            });
  }

  /** Resumes the route, or the bucket that is named. */
  CompletionStage<ObjectNode> resume(String body) {
    Controls controls = views().route().controls();
    Optional<BucketName> bucket = bucket(parse(body));
    return controls
        .resume(bucket)
        .thenApply(
            done -> {
              LOG.warn("resumed by an operator: {}", what(bucket));
              return ViewJson.pauses(controls);
            });
  }

  private static String what(Optional<BucketName> bucket) {
    return bucket.map(name -> "bucket " + name).orElse("the route");
  }

  /** Changes limits until the process ends. */
  ObjectNode limits(String body) {
    Controls controls = views().route().controls();
    Limits limits = LimitsChange.apply(controls.limits(), parse(body));
    controls.limit(limits);
    ObjectNode json = ViewJson.limits(limits);
    LOG.warn("limits set by an operator, until this process ends: {}", json);
    return json;
  }

  /** Makes a parked entry due. */
  CompletionStage<ObjectNode> retry(long id) {
    Views views = views();
    return views
        .amend(view -> view.retry(new ParkedSelection.Ids(List.of(id)), process.now()))
        .thenApply(
            found -> {
              if (found == 0) {
                throw new Refused(404, "no entry " + id + " is parked");
              }
              views.route().controls().lookForWork();
              return ViewJson.object().put("retried", id);
            });
  }

  private Views views() {
    return process.running();
  }

  private static Optional<BucketName> bucket(JsonNode body) {
    JsonNode name = body.path("bucket");
    if (name.isMissingNode() || name.isNull()) {
      return Optional.empty();
    }
    try {
      return Optional.of(BucketName.parse(name.asText()));
    } catch (IllegalArgumentException e) {
      throw new Refused(400, "bucket is a name, or a tenant and a name: TENANT/NAME");
    }
  }

  private static JsonNode parse(String body) {
    try {
      JsonNode json = JSON.readTree(body.isBlank() ? "{}" : body);
      if (json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException e) {
      // it is refused like what is no object
    }
    throw new Refused(400, "the body is a JSON object");
  }
}
