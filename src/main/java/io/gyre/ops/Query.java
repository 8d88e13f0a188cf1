package io.gyre.ops;

import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** Parameters of a request's query. */
final class Query {
  private Query() {}

  /**
   * A whole number.
   *
   * @throws Refused when it is none, or out of range
   */
  static long number(HttpRequest request, String name, long otherwise, long min, long max) {
    Optional<String> text = request.getUri().query().get(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(text.get());
      if (min <= number && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // it is refused like one that is out of range
    }
    throw new Refused(400, name + " is a whole number from " + min + " to " + max);
  }
}
