package io.gyre.embedded.admin;

import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.Query;
import io.gyre.embedded.model.Times;

/** What the log calls have in common. */
final class LogParameters {
  private LogParameters() {}

  /** The time of the newest entry; a shard without one says {@code 0.000000}. */
  static String lastUpdate(long stamp) {
    return stamp == 0 ? "0.000000" : Times.micros(stamp);
  }

  /** Up to where to trim; refused without it. */
  static String endMarker(Query query) {
    String marker = query.get("marker").orElse(query.text("end-marker"));
    if (marker.isEmpty()) {
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
    return marker;
  }
}
