package io.gyre.store;

import io.gyre.copy.AdaptiveLimit;
import io.gyre.copy.MultipartPlan;
import io.gyre.copy.ObjectVersion;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.rgw.SourceObjects;
import io.gyre.rgw.SourceVersion;
import io.gyre.s3.OpenAnswer;
import io.gyre.s3.RequestBody;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Copies the parts of objects, several of one object side by side, and of all objects no more than
 * there is room for. Each is read from the source by itself, and only while that has the version
 * that is being copied: an overwrite amid the copy cannot mix two of them.
 */
final class PartCopies {
  /** Of one object. */
  private static final int AT_ONCE = 8;

  private final SourceObjects source;
  private final S3Client store;
  private final AdaptiveLimit limit;
  private final boolean crc;

  /**
   * @param limit lets so many parts through at once, of all objects
   * @param crc whether each is sent with its CRC32C
   */
  PartCopies(SourceObjects source, S3Client store, AdaptiveLimit limit, boolean crc) {
    this.source = source;
    this.store = store;
    this.limit = limit;
    this.crc = crc;
  }

  /**
   * A part that is there.
   *
   * @param etag as the store says
   * @param md5 of what was sent; empty where that was not taken
   * @param crc the CRC32C that the store says it has; empty where it says none
   */
  record Part(String etag, String md5, String crc) {}

  /**
   * Copies what is missing. Fails once all that was under way has ended, with the first failure.
   *
   * @param there the parts that the upload has, by number
   * @return all parts
   */
  CompletionStage<SortedMap<Integer, Part>> run(
      SourceVersion version, MultipartPlan plan, String uploadId, SortedMap<Integer, Part> there) {
    Run run = new Run(version, plan, uploadId, there);
    run.proceed();
    return run.done;
  }

  private record Stretch(int number, long start, long length) {}

  private final class Run {
    private final SourceVersion version;
    private final String uploadId;

    /** Where the ETag of the whole will not tell whether the parts are right. */
    private final boolean summed;

    private final Deque<Stretch> missing = new ArrayDeque<>();
    private final SortedMap<Integer, Part> parts;
    private final CompletableFuture<SortedMap<Integer, Part>> done = new CompletableFuture<>();
    private int underWay;
    private @Nullable Throwable failure;

    Run(
        SourceVersion version,
        MultipartPlan plan,
        String uploadId,
        SortedMap<Integer, Part> there) {
      this.version = version;
      this.summed = !plan.exact();
      this.uploadId = uploadId;
      this.parts = new TreeMap<>(there);
      long start = 0;
      for (int i = 0; i < plan.parts().size(); i++) {
        long length = plan.parts().get(i);
        if (!there.containsKey(i + 1)) {
          missing.add(new Stretch(i + 1, start, length));
        }
        start += length;
      }
    }

    void proceed() {
      List<Stretch> next = new ArrayList<>();
      boolean ended;
      Throwable failed;
      synchronized (this) {
        while (failure == null && underWay < AT_ONCE && !missing.isEmpty()) {
          underWay++;
          next.add(missing.remove());
        }
        ended = underWay == 0;
        failed = failure;
      }
      if (ended) {
        end(failed);
      }
      next.forEach(this::start);
    }

    private void end(@Nullable Throwable failed) {
      if (failed != null) {
        done.completeExceptionally(failed);
      } else {
        done.complete(parts);
      }
    }

    private void start(Stretch part) {
      limit.run(() -> copy(part)).whenComplete((copy, failed) -> ended(part, copy, failed));
    }

    private void ended(Stretch part, @Nullable Part copy, @Nullable Throwable failed) {
      synchronized (this) {
        underWay--;
        if (failed == null && copy != null) {
          parts.put(part.number(), copy);
        } else if (failure == null) {
          failure = failed;
        }
      }
      proceed();
    }

    private CompletionStage<Part> copy(Stretch part) {
      if (part.length() == 0) {
        return put(part, RequestBody.EMPTY);
      }
      return source
          .range(version, part.start(), part.length())
          .thenCompose(answer -> answer.read(opened -> copy(part, opened)));
    }

    private CompletionStage<Part> copy(Stretch part, OpenAnswer answer) {
      return put(part, new RequestBody.Stream(part.length(), answer.body().slice(part.length())));
    }

    private CompletionStage<Part> put(Stretch part, RequestBody body) {
      Optional<SummedBody> sum = summed ? Optional.of(SummedBody.of(body)) : Optional.empty();
      ObjectVersion object = version.version();
      S3Request request =
          S3Request.object(Method.PUT, object.bucket(), object.key())
              .query("partNumber", Integer.toString(part.number()))
              .query("uploadId", uploadId);
      Crc32cBody checked = new Crc32cBody(sum.map(SummedBody::body).orElse(body));
      return store
          .call(
              crc ? checked.on(request, "") : request.body(sum.map(SummedBody::body).orElse(body)))
          .thenApply(
              answer -> {
                if (answer.etag().isEmpty()) {
                  throw new GatewayException(
                      FailureClass.CORRUPT,
                      "store " + store.zone() + ": part " + part.number() + " has no ETag",
                      null);
                }
                boolean confirmed = crc && checked.isConfirmed(answer);
                if (crc && !confirmed && !answer.header(Crc32cBody.HEADER).isEmpty()) {
                  throw new GatewayException(
                      FailureClass.CORRUPT,
                      "store " + store.zone() + ": part " + part.number() + " has another CRC32C",
                      null);
                }
                return new Part(
                    answer.etag(),
                    sum.map(SummedBody::md5).orElse(""),
                    confirmed ? checked.value() : "");
              });
    }
  }
}
