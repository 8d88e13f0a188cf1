package io.gyre.store;

import io.gyre.copy.AdaptiveLimit;
import io.gyre.copy.MultipartPlan;
import io.gyre.copy.ObjectVersion;
import io.gyre.copy.SideBySide;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.rgw.PartBytes;
import io.gyre.rgw.SourceObjects;
import io.gyre.rgw.SourceVersion;
import io.gyre.s3.RequestBody;
import io.gyre.s3.S3Answer;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/**
 * Copies the parts of objects, several of one object side by side, and of all objects no more than
 * there is room for.
 */
final class PartCopies {
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
    PartBytes bytes = PartBytes.sideBySide(source, version, limit);
    List<PartBytes.Part> missing =
        PartBytes.Part.of(plan).stream().filter(part -> !there.containsKey(part.number())).toList();
    // Where the ETag of the whole will not tell whether the parts are right, they are summed.
    boolean summed = !plan.exact();
    return SideBySide.run(
            missing,
            bytes.atOnce(),
            part -> bytes.send(part, body -> put(version, part.number(), uploadId, body, summed)))
        .thenApply(
            copies -> {
              SortedMap<Integer, Part> all = new TreeMap<>(there);
              for (int i = 0; i < copies.size(); i++) {
                all.put(missing.get(i).number(), copies.get(i));
              }
              return all;
            });
  }

  private CompletionStage<Part> put(
      SourceVersion version, int number, String uploadId, RequestBody body, boolean summed) {
    Optional<SummedBody> sum = summed ? Optional.of(SummedBody.of(body)) : Optional.empty();
    RequestBody sent = sum.map(SummedBody::body).orElse(body);
    ObjectVersion object = version.version();
    S3Request request =
        S3Request.object(Method.PUT, object.bucket(), object.key())
            .query("partNumber", Integer.toString(number))
            .query("uploadId", uploadId);
    Crc32cBody checked = new Crc32cBody(sent);
    return store
        .call(crc ? checked.on(request, "") : request.body(sent))
        .thenApply(
            answer ->
                new Part(
                    etag(number, answer),
                    sum.map(SummedBody::md5).orElse(""),
                    crc ? confirmed(number, checked, answer) : ""));
  }

  private String etag(int number, S3Answer answer) {
    if (answer.etag().isEmpty()) {
      throw corrupt(number, "has no ETag");
    }
    return answer.etag();
  }

  private String confirmed(int number, Crc32cBody sent, S3Answer answer) {
    if (sent.isConfirmed(answer)) {
      return sent.value();
    }
    if (!answer.header(Crc32cBody.HEADER).isEmpty()) {
      throw corrupt(number, "has another CRC32C");
    }
    return "";
  }

  private GatewayException corrupt(int number, String what) {
    return new GatewayException(
        FailureClass.CORRUPT, "store " + store.zone() + ": part " + number + " " + what, null);
  }
}
