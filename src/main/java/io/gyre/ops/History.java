package io.gyre.ops;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.route.RouteLag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The last hour of a route, for whoever opens the page. Safe for many threads. */
final class History {
  /** Between two samples. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  /** An hour's worth. */
  static final int MAX = 720;

  private record Sample(
      Instant time,
      Optional<Duration> data,
      Optional<Duration> metadata,
      double objects,
      double bytes) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  /** Remembers a view, if it is young. */
  synchronized void add(RouteView view) {
    RouteLag lag = view.lag();
    samples.add(
        new Sample(
            view.time(),
            lag.data().age(view.time()),
            lag.metadata().age(view.time()),
            view.speed().entries(),
            view.speed().bytes()));
    if (samples.size() > MAX) {
      samples.remove();
    }
  }

  /** Its samples, the oldest first; a lag that is not known is null. */
  ArrayNode json() {
    List<Sample> all;
    synchronized (this) {
      all = new ArrayList<>(samples);
    }
    ArrayNode json = ViewJson.array();
    all.forEach(sample -> sample(json.addObject(), sample));
    return json;
  }

  private static void sample(ObjectNode json, Sample sample) {
    json.put("time", sample.time.toEpochMilli());
    ViewJson.age(json, "data", sample.data);
    ViewJson.age(json, "metadata", sample.metadata);
    json.put("objects", Math.round(sample.objects * 10) / 10.0);
    json.put("bytes", Math.round(sample.bytes));
  }
}
