package io.gyre.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gyre.check.Outlook.Different;
import io.gyre.check.Outlook.Kind;
import io.gyre.check.Outlook.Same;
import io.gyre.check.Outlook.Seen;
import io.gyre.check.Subject;
import io.gyre.log.BucketName;
import io.gyre.metadata.Collision;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lists what would be done, as it is found, and adds it up. For one thread at a time. */
final class DryRunReport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintWriter out;
  private final boolean json;
  private final Set<BucketName> refused = new HashSet<>();
  private final Map<Subject.Kind, Map<Kind, Long>> counts = new EnumMap<>(Subject.Kind.class);
  private final Map<Subject.Kind, Long> same = new EnumMap<>(Subject.Kind.class);
  private long versions;
  private long bytes;
  private long warnings;

  /**
   * @param collisions what of the destination is not ours; its buckets are left alone
   */
  DryRunReport(PrintWriter out, boolean json, List<Collision> collisions) {
    this.out = out;
    this.json = json;
    for (Collision collision : collisions) {
      if (collision instanceof Collision.Bucket bucket && !bucket.adopted()) {
        refused.add(bucket.name());
      }
    }
  }

  /** Something that is in the way. */
  void warn(String warning) {
    warnings++;
    if (json) {
      out.println(JSON.createObjectNode().put("type", "warning").put("text", warning));
    } else {
      out.println("warning " + warning);
    }
  }

  /** One more result. */
  void add(Seen seen) {
    if (seen instanceof Same equal) {
      same.merge(equal.kind(), equal.count(), Long::sum);
    } else if (seen instanceof Different different
        && bucket(different).filter(refused::contains).isEmpty()) {
      add(different);
    }
  }

  private static Optional<BucketName> bucket(Different different) {
    Subject subject = different.subject();
    if (subject instanceof Subject.Key key) {
      return Optional.of(key.bucket());
    }
    if (subject instanceof Subject.Listing listing) {
      return Optional.of(listing.bucket());
    }
    return subject instanceof Subject.Bucket bucket ? Optional.of(bucket.name()) : Optional.empty();
  }

  private void add(Different different) {
    counts
        .computeIfAbsent(different.subject().kind(), kind -> new EnumMap<>(Kind.class))
        .merge(different.kind(), 1L, Long::sum);
    if (different.kind() == Kind.COPY || different.kind() == Kind.UPDATE) {
      versions += different.versions();
      bytes += different.bytes();
    }
    if (json) {
      out.println(line(different));
    } else {
      out.println(text(different));
    }
  }

  private static String text(Different different) {
    String size =
        different.versions() == 0
            ? ""
            : "  "
                + Plain.count(different.versions(), "version")
                + ", "
                + Progress.size((double) different.bytes());
    String reason = different.reason().isEmpty() ? "" : "  " + Plain.text(different.reason());
    return String.format(
            Locale.ROOT, "%-7s %s", lower(different.kind()), Plain.text(name(different.subject())))
        + size
        + reason;
  }

  private static String name(Subject subject) {
    if (subject instanceof Subject.User user) {
      return "user " + user.uid();
    }
    if (subject instanceof Subject.Bucket bucket) {
      return "bucket " + bucket.name();
    }
    if (subject instanceof Subject.Listing listing) {
      return "bucket " + listing.bucket();
    }
    Subject.Key key = (Subject.Key) subject;
    return key.bucket() + "/" + key.key();
  }

  private static ObjectNode line(Different different) {
    ObjectNode line = JSON.createObjectNode();
    line.put("type", "plan");
    line.put("action", lower(different.kind()));
    line.put("subject", lower(different.subject().kind()));
    line.put("name", name(different.subject()));
    line.put("versions", different.versions());
    line.put("bytes", different.bytes());
    line.put("reason", different.reason());
    return line;
  }

  /** Sums up; gives the exit code. */
  int end() {
    if (json) {
      out.println(sum());
    } else {
      for (Subject.Kind kind : Subject.Kind.values()) {
        out.println(
            "%-7s to copy %s, to update %s, same %s, only at the destination %s, unknown %s"
                .formatted(
                    lower(kind) + "s",
                    Plain.count(count(kind, Kind.COPY)),
                    Plain.count(count(kind, Kind.UPDATE)),
                    Plain.count(same.getOrDefault(kind, 0L)),
                    Plain.count(count(kind, Kind.EXTRA)),
                    Plain.count(count(kind, Kind.UNKNOWN))));
      }
      out.println(
          "        %s, %s at the source of the keys to copy or update; nothing was written"
              .formatted(Plain.count(versions, "version"), Progress.size((double) bytes)));
    }
    out.flush();
    boolean known = counts.values().stream().noneMatch(kinds -> kinds.containsKey(Kind.UNKNOWN));
    return known && warnings == 0 ? ExitCode.DONE : ExitCode.DIFFERENCES;
  }

  private ObjectNode sum() {
    ObjectNode line = JSON.createObjectNode().put("type", "summary");
    for (Subject.Kind kind : Subject.Kind.values()) {
      ObjectNode each = line.putObject(lower(kind) + "s");
      each.put("same", same.getOrDefault(kind, 0L));
      for (Kind action : Kind.values()) {
        each.put(lower(action), count(kind, action));
      }
    }
    line.put("versions", versions);
    line.put("bytes", bytes);
    line.put("warnings", warnings);
    return line;
  }

  private long count(Subject.Kind kind, Kind action) {
    return counts.getOrDefault(kind, Map.of()).getOrDefault(action, 0L);
  }

  private static String lower(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }
}
