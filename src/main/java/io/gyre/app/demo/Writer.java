package io.gyre.app.demo;

import io.gyre.log.BucketName;
import io.gyre.s3.S3Answer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One program of a user that writes, overwrites, deletes: random from a seed, one step after the
 * other, on keys that no other writer touches.
 */
final class Writer {
  private static final int KEYS = 120;
  private static final int SMALL = 16 << 10;
  private static final int LARGE = 200 << 10;

  /** The least that S3 takes for a part that is not the last one. */
  private static final int PART = 5 << 20;

  private static final int VERSIONS_REMEMBERED = 50;

  private final UserClient user;
  private final BucketName bucket;
  private final String prefix;
  private final Random random;
  private final Written written;
  private final Deque<Version> versions = new ArrayDeque<>();

  /**
   * @param prefix of its keys
   * @param written where its steps are counted
   */
  Writer(UserClient user, BucketName bucket, String prefix, long seed, Written written) {
    this.user = user;
    this.bucket = bucket;
    this.prefix = prefix;
    this.random = new Random(seed);
    this.written = written;
  }

  private record Version(String key, String id) {}

  /** Takes so many steps with a pause after each. */
  CompletableFuture<Void> steps(int count, Duration pause) {
    Executor later =
        pause.isZero()
            ? Runnable::run
            : CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS);
    CompletableFuture<Void> done = new CompletableFuture<>();
    next(count, later, done);
    return done;
  }

  /** Not a chain of stages as long as the work: each step starts the next one. */
  private void next(int left, Executor later, CompletableFuture<Void> done) {
    if (left == 0) {
      done.complete(null);
      return;
    }
    var unused =
        step()
            .whenCompleteAsync(
                (answer, failure) -> {
                  if (failure != null) {
                    done.completeExceptionally(failure);
                  } else {
                    next(left - 1, later, done);
                  }
                },
                later);
  }

  /** An object in two parts. */
  CompletableFuture<S3Answer> uploadInParts(String name) {
    written.uploads.increment();
    return user.multipart(bucket, prefix + name, List.of(bytes(PART), bytes(SMALL)));
  }

  private CompletableFuture<S3Answer> step() {
    String key = prefix + "%03d".formatted(random.nextInt(KEYS));
    int choice = random.nextInt(100);
    Version old = choice >= 90 ? versions.poll() : null;
    if (old != null) {
      written.deletes.increment();
      return user.removeVersion(bucket, old.key(), old.id());
    }
    if (choice >= 75 && choice < 90) {
      written.deletes.increment();
      return user.delete(bucket, key);
    }
    return put(key, headers(choice));
  }

  private static Map<String, String> headers(int choice) {
    return choice < 8
        ? Map.of("x-amz-tagging", "colour=green&n=" + choice, "x-amz-acl", "public-read")
        : Map.of("Content-Type", "text/plain", "x-amz-meta-written-by", "gyre demo");
  }

  private CompletableFuture<S3Answer> put(String key, Map<String, String> headers) {
    byte[] bytes = bytes(random.nextInt(10) == 0 ? random.nextInt(LARGE) : random.nextInt(SMALL));
    written.objects.increment();
    written.bytes.add(bytes.length);
    return user.put(bucket, key, bytes, headers)
        .thenApply(
            answer -> {
              remember(key, answer.header("x-amz-version-id"));
              return answer;
            });
  }

  private void remember(String key, @Nullable String id) {
    if (id != null && !id.isEmpty() && versions.size() < VERSIONS_REMEMBERED) {
      versions.add(new Version(key, id));
    }
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A writer for each bucket and user, see {@link Scene}. */
  static CompletableFuture<Void> all(List<Writer> writers, int steps, Duration pause) {
    List<CompletableFuture<Void>> running = new ArrayList<>();
    writers.forEach(writer -> running.add(writer.steps(steps, pause)));
    return CompletableFuture.allOf(running.toArray(CompletableFuture[]::new));
  }
}
