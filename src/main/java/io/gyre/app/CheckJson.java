package io.gyre.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.check.Aspect;
import io.gyre.check.Checked.Finding;
import io.gyre.check.Scope;
import io.gyre.check.Subject;
import io.gyre.check.Subject.Kind;
import io.gyre.check.Tally;
import io.gyre.check.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** The results of a comparison for programs. Every field is always there. */
final class CheckJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CheckJson() {}

  /** One finding. */
  static String of(Finding finding) {
    ObjectNode json = JSON.createObjectNode();
    json.put("type", "finding");
    json.put("verdict", lower(finding.verdict()));
    json.put("seen", lower(finding.seen()));
    subject(json, finding.subject());
    json.put("looks", finding.looks());
    json.put("reason", finding.reason());
    json.putArray("aspects").addAll(finding.aspects().stream().map(CheckJson::aspect).toList());
    return json.toString();
  }

  private static void subject(ObjectNode json, Subject subject) {
    json.putNull("user").putNull("bucket").putNull("key");
    if (subject instanceof Subject.User user) {
      json.put("subject", "user").put("user", user.uid());
    } else if (subject instanceof Subject.Bucket bucket) {
      json.put("subject", "bucket").put("bucket", bucket.name().toString());
    } else if (subject instanceof Subject.Listing listing) {
      json.put("subject", "listing").put("bucket", listing.bucket().toString());
    } else if (subject instanceof Subject.Key key) {
      json.put("subject", "key").put("bucket", key.bucket().toString()).put("key", key.key());
    }
  }

  private static ObjectNode aspect(Aspect aspect) {
    boolean shown = !aspect.source().isEmpty() || !aspect.destination().isEmpty();
    ObjectNode json = JSON.createObjectNode();
    json.put("version", aspect.version());
    json.put("what", aspect.what());
    json.put("source", shown ? aspect.source() : null);
    json.put("destination", shown ? aspect.destination() : null);
    return json;
  }

  /** The last line. */
  static String of(Tally tally, CheckRequest request, Ends.Names ends, Instant begun, Instant now) {
    Scope scope = request.scope();
    ObjectNode json = JSON.createObjectNode();
    json.put("type", "summary");
    json.put("time", now.toString());
    json.put("seconds", Duration.between(begun, now).toMillis() / 1000.0);
    json.put("source_zone", ends.source());
    json.put("destination_zone", ends.destination());
    json.put("depth", scope.depth().name().toLowerCase(Locale.ROOT));
    json.put("sample", scope.sample().fraction());
    json.put("seed", scope.sample().seed());
    json.put("prefix", request.prefix());
    json.put("listed_keys", tally.keys());
    json.put("listed_versions", tally.versions());
    json.put("listed_bytes", tally.bytes());
    for (Kind kind : Kind.values()) {
      ObjectNode counts = json.putObject(kind.name().toLowerCase(Locale.ROOT) + "s");
      counts.put("equal", tally.equal(kind));
      for (Verdict verdict : Verdict.values()) {
        counts.put(lower(verdict), tally.count(kind, verdict));
      }
    }
    ObjectNode lost = json.putObject("not_carried");
    tally.notCarried().forEach((kind, found) -> lost.put(kind, found.count()));
    json.put("equal_after_all", tally.equalAfterAll());
    json.put("differences", tally.differences());
    return json.toString();
  }

  private static String lower(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }
}
