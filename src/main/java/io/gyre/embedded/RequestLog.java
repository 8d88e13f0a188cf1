package io.gyre.embedded;

import io.gyre.embedded.http.GatewayRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each request, as a RADOS Gateway's log has one: when its answer began, what was asked,
 * the status, and the seconds since the request's head was there. Lines reach the file a moment
 * later, by a thread of its own. Thread-safe.
 */
final class RequestLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'+0000'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final int NO_ANSWER = 0;

  /** Characters that may wait for the disk; a line beyond them is left out, and counted. */
  private static final int MAX_WAITING = 16 << 20;

  private final Path file;
  private final Clock clock;
  private final ScheduledExecutorService writer =
      Executors.newSingleThreadScheduledExecutor(RequestLog::thread);
  private StringBuilder waiting = new StringBuilder();
  private long leftOut;

  /**
   * Begins an empty file.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  RequestLog(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
    try {
      Files.writeString(file, "");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the log of requests to " + file, e);
    }
    var unused =
        writer.scheduleWithFixedDelay(
            this::write, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Answers as the handler does, and notes it. */
  CompletionStage<HttpResponse> handle(
      HttpRequest request, Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
    Instant begin = clock.instant();
    return handler
        .apply(request)
        .whenComplete((answer, failure) -> add(line(request, answer, begin, clock.instant())));
  }

  private static String line(
      HttpRequest request, @Nullable HttpResponse answer, Instant begin, Instant end) {
    long micros = Duration.between(begin, end).toNanos() / 1000;
    String fraction = Long.toString(1_000_000 + micros % 1_000_000).substring(1);
    int status = answer == null ? NO_ANSWER : answer.status().intValue();
    return TIME.format(end)
        + (" beast: \"" + request.method().value() + ' ' + GatewayRequest.target(request))
        + (" HTTP/1.1\" " + status + " latency=" + micros / 1_000_000 + '.' + fraction + "s\n");
  }

  private synchronized void add(String line) {
    if (waiting.length() + line.length() > MAX_WAITING) {
      leftOut++;
    } else {
      waiting.append(line);
    }
  }

  private synchronized String taken() {
    String lines = waiting + (leftOut == 0 ? "" : leftOut + " requests left out\n");
    waiting = new StringBuilder();
    leftOut = 0;
    return lines;
  }

  private void write() {
    String lines = taken();
    try {
      if (!lines.isEmpty()) {
        Files.writeString(file, lines, StandardOpenOption.APPEND);
      }
    } catch (IOException e) {
      LOG.error("the log of requests lacks some: {} cannot be written", file, e);
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "request-log");
    thread.setDaemon(true);
    return thread;
  }

  /** Writes what waits. */
  @Override
  public void close() {
    writer.shutdown();
    write();
  }
}
