package io.gyre.embedded.s3;

import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.GatewayRequest;
import io.gyre.embedded.http.Reply;
import io.gyre.embedded.http.XmlNode;
import io.gyre.embedded.http.XmlWriter;
import io.gyre.embedded.model.Attributes;
import io.gyre.embedded.model.Bucket;
import io.gyre.embedded.model.BucketRecord;
import io.gyre.embedded.model.ObjectVersion;
import io.gyre.embedded.model.Retention;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Retention and legal hold of versions: their headers, their XML, and what they forbid. */
final class ObjectLock {
  private static final String MODE = "x-amz-object-lock-mode";
  private static final String UNTIL = "x-amz-object-lock-retain-until-date";
  private static final String HOLD = "x-amz-object-lock-legal-hold";
  private static final Set<String> MODES = Set.of("GOVERNANCE", "COMPLIANCE");
  private static final Set<String> HOLDS = Set.of("ON", "OFF");

  /**
   * Where a bucket keeps its default retention: outside its metadata, so that a metadata PUT resets
   * it, as in 16.2.
   */
  static final String CONFIGURATION = "embedded.object-lock";

  private ObjectLock() {}

  /** What the headers of a write, or else the bucket's default, put on a new version. */
  static Attributes apply(
      GatewayRequest request, Bucket bucket, Attributes attributes, Instant now) {
    boolean named = request.header(MODE).isPresent() || request.header(HOLD).isPresent();
    boolean locking = bucket.record().has(BucketRecord.OBJECT_LOCK);
    if (named && !locking) {
      throw ErrorCode.INVALID_REQUEST.refusal("bucket object lock not configured");
    }
    if (!locking) {
      return attributes;
    }
    Attributes locked =
        attributes.withRetention(
            fromHeaders(request, now).or(() -> byDefault(bucket, now)).orElse(null));
    Optional<String> hold = request.header(HOLD);
    if (!HOLDS.contains(hold.orElse("ON"))) {
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
    return hold.map(locked::withLegalHold).orElse(locked);
  }

  static void describe(Reply reply, Attributes attributes) {
    Retention retention = attributes.retention();
    if (retention != null) {
      reply.header(MODE, retention.mode());
      reply.header(UNTIL, retention.until().toString());
    }
    if (attributes.legalHold() != null) {
      reply.header(HOLD, attributes.legalHold());
    }
  }

  /** Refuses the removal of a version that is held or retained. */
  static void checkRemoval(@Nullable ObjectVersion version, Instant now, boolean bypassGovernance) {
    if (version == null || version.deleteMarker()) {
      return;
    }
    Retention retention = version.attributes().retention();
    boolean retained =
        retention != null
            && retention.until().isAfter(now)
            && !(bypassGovernance && retention.mode().equals("GOVERNANCE"));
    if (retained || "ON".equals(version.attributes().legalHold())) {
      throw ErrorCode.ACCESS_DENIED.refusal();
    }
  }

  static XmlWriter writeRetention(Retention retention) {
    return new XmlWriter()
        .open("Retention")
        .text("Mode", retention.mode())
        .text("RetainUntilDate", retention.until().toString())
        .close("Retention");
  }

  static Retention readRetention(XmlNode document) {
    String mode = document.childText("Mode").orElse("");
    String until = document.childText("RetainUntilDate").orElse("");
    if (!MODES.contains(mode)) {
      throw ErrorCode.MALFORMED_XML.refusal();
    }
    return new Retention(mode, instant(until, ErrorCode.MALFORMED_XML));
  }

  /** True if a governance retention is not to be heeded. */
  static boolean bypassesGovernance(GatewayRequest request) {
    return request
        .header("x-amz-bypass-governance-retention")
        .filter("true"::equalsIgnoreCase)
        .isPresent();
  }

  /** Refuses a retention that may not take the place of the present one. */
  static void checkChange(
      @Nullable Retention present, Retention wanted, boolean bypass, Instant now) {
    if (!wanted.until().isAfter(now)) {
      throw ErrorCode.INVALID_ARGUMENT.refusal("the retain-until date must be in the future");
    }
    if (present == null) {
      return;
    }
    boolean governed = present.mode().equals("GOVERNANCE");
    boolean weakens =
        wanted.until().isBefore(present.until()) || !wanted.mode().equals(present.mode());
    if (weakens && !(governed && bypass)) {
      throw ErrorCode.ACCESS_DENIED.refusal(
          "the retention that there is can only be made longer, unless governance is bypassed");
    }
  }

  /** Refuses a bucket's configuration whose default retention is none. */
  static void checkConfiguration(XmlNode document) {
    Optional<XmlNode> rule =
        document.child("Rule").flatMap(found -> found.child("DefaultRetention"));
    if (rule.isEmpty()) {
      return;
    }
    boolean days = rule.get().child("Days").isPresent();
    boolean years = rule.get().child("Years").isPresent();
    if (days == years || !MODES.contains(rule.get().childText("Mode").orElse(""))) {
      throw ErrorCode.MALFORMED_XML.refusal();
    }
    if (period(rule.get()).isNegative() || period(rule.get()).isZero()) {
      throw ErrorCode.INVALID_RETENTION_PERIOD.refusal(
          "retention period must be a positive integer value");
    }
  }

  private static Optional<Retention> fromHeaders(GatewayRequest request, Instant now) {
    Optional<String> mode = request.header(MODE);
    Optional<String> until = request.header(UNTIL);
    if (mode.isEmpty() && until.isEmpty()) {
      return Optional.empty();
    }
    if (until.isEmpty() || !MODES.contains(mode.orElse(""))) {
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
    Instant end = instant(until.get(), ErrorCode.INVALID_ARGUMENT);
    if (!end.isAfter(now)) {
      throw ErrorCode.INVALID_ARGUMENT.refusal();
    }
    return Optional.of(new Retention(mode.orElseThrow(), end));
  }

  private static Optional<Retention> byDefault(Bucket bucket, Instant now) {
    byte[] document = bucket.record().attr(CONFIGURATION);
    if (document == null) {
      return Optional.empty();
    }
    return XmlNode.parse(document)
        .child("Rule")
        .flatMap(rule -> rule.child("DefaultRetention"))
        .map(rule -> new Retention(rule.childText("Mode").orElse(""), now.plus(period(rule))));
  }

  private static Duration period(XmlNode rule) {
    long days = rule.childText("Days").map(Long::parseLong).orElse(0L);
    long years = rule.childText("Years").map(Long::parseLong).orElse(0L);
    return Duration.ofDays(days + 365 * years);
  }

  private static Instant instant(String text, ErrorCode otherwise) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw otherwise.refusal();
    }
  }
}
