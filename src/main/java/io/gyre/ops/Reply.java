package io.gyre.ops;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Answers of the API. Nothing of them is to be kept by whoever passes them on. */
final class Reply {
  /** No other page may frame ours, guess types, or be told where we were. */
  static final List<HttpHeader> HEADERS =
      List.of(
          RawHeader.create("Cache-Control", "no-store"),
          RawHeader.create("X-Content-Type-Options", "nosniff"),
          RawHeader.create("Referrer-Policy", "no-referrer"),
          RawHeader.create("X-Frame-Options", "DENY"));

  private Reply() {}

  static HttpResponse json(int status, JsonNode body) {
    return HttpResponse.create()
        .withStatus(status)
        .addHeaders(HEADERS)
        .withEntity(ContentTypes.APPLICATION_JSON, body.toString());
  }

  /**
   * A refusal or a failure.
   *
   * @param what happened, and what to do about it
   */
  static HttpResponse error(int status, String what) {
    return json(status, ViewJson.object().put("error", what));
  }
}
