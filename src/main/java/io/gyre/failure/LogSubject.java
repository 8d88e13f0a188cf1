package io.gyre.failure;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.slf4j.MDC;

/**
 * What a line of the log is about, beside its text: fields (SLF4J's MDC) for programs that read the
 * log as JSON. For the thread that logs, until it is closed.
 */
public final class LogSubject implements AutoCloseable {
  /** A log shard, as {@code d-12}, or a bucket shard. */
  public static final String SHARD = "shard";

  private static final String BUCKET = "bucket";
  private static final String KEY = "key";

  private final Deque<MDC.MDCCloseable> fields = new ArrayDeque<>();

  private LogSubject() {}

  /** An object. */
  public static LogSubject of(Object bucket, String key) {
    LogSubject subject = new LogSubject();
    subject.fields.push(MDC.putCloseable(BUCKET, bucket.toString()));
    subject.fields.push(MDC.putCloseable(KEY, key));
    return subject;
  }

  /** The fields of a bucket shard, for its actor. */
  public static Map<String, String> fields(Object bucket, Object bucketShard) {
    return Map.of(BUCKET, bucket.toString(), SHARD, bucketShard.toString());
  }

  @Override
  public void close() {
    fields.forEach(MDC.MDCCloseable::close);
  }
}
