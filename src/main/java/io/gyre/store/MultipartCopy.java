package io.gyre.store;

import io.gyre.checkpoint.OpenUpload;
import io.gyre.config.Verification;
import io.gyre.copy.MultipartPlan;
import io.gyre.copy.ObjectVersion;
import io.gyre.failure.FailureClass;
import io.gyre.failure.GatewayException;
import io.gyre.rgw.SourceVersion;
import io.gyre.s3.RequestBody;
import io.gyre.s3.S3Answer;
import io.gyre.s3.S3Client;
import io.gyre.s3.S3Request;
import io.gyre.s3.S3Request.Method;
import io.gyre.s3.Xml;
import io.gyre.store.PartCopies.Part;
import io.gyre.store.StoreWrites.Written;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.w3c.dom.Element;

/**
 * Writes an object in parts, which are copied side by side and each of which is done for good: what
 * fails, or is cut off by the end of the process, is gone on with the next time.
 */
final class MultipartCopy {
  private static final int NOT_FOUND = 404;

  private final S3Client store;
  private final Uploads uploads;
  private final PartCopies parts;
  private final Verification verification;
  private final boolean crc;

  MultipartCopy(
      S3Client store, Uploads uploads, PartCopies parts, Verification verification, boolean crc) {
    this.store = store;
    this.uploads = uploads;
    this.parts = parts;
    this.verification = verification;
    this.crc = crc;
  }

  /** Writes a version on top of its key; its own body is given up. */
  CompletionStage<Written> run(
      SourceVersion version, Map<String, String> headers, MultipartPlan plan) {
    version.giveUp();
    return uploads
        .of(version)
        .thenCompose(
            open ->
                open.isPresent()
                    ? goOn(version, headers, plan, open.get())
                    : begin(version, headers, plan));
  }

  private CompletionStage<Written> begin(
      SourceVersion version, Map<String, String> headers, MultipartPlan plan) {
    return uploads
        .abortUnknown(version.version())
        .thenCompose(aborted -> store.call(begun(request(Method.POST, version).headers(headers))))
        .thenApply(answer -> StoreXml.required(store.zone(), answer, "UploadId"))
        .thenCompose(id -> uploads.begun(version, id))
        .thenCompose(upload -> finish(version, plan, upload, new TreeMap<>()));
  }

  private S3Request begun(S3Request request) {
    return crc
        ? request.flag("uploads").header("x-amz-checksum-algorithm", "CRC32C")
        : request.flag("uploads");
  }

  /** An upload that the store has forgotten begins anew. */
  private CompletionStage<Written> goOn(
      SourceVersion version, Map<String, String> headers, MultipartPlan plan, OpenUpload upload) {
    return partsThere(version, plan, upload.uploadId(), "0", new TreeMap<>())
        .thenApply(there -> isVerifiedLater(plan) ? there : new TreeMap<Integer, Part>())
        .thenApply(there -> finish(version, plan, upload, there))
        .exceptionally(
            failure ->
                isUnknown(failure)
                    ? uploads.ended(upload).thenCompose(ended -> begin(version, headers, plan))
                    : CompletableFuture.failedFuture(failure))
        .thenCompose(written -> written);
  }

  /** A RADOS gateway (16.2) calls it a key that is not there. */
  /** Parts of an earlier attempt can be where the whole is: by the source's ETag. */
  private static boolean isVerifiedLater(MultipartPlan plan) {
    return plan.exact();
  }

  private static boolean isUnknown(Throwable failure) {
    return GatewayException.unwrap(failure) instanceof GatewayException answer
        && answer.status() == NOT_FOUND
        && (answer.code().equals("NoSuchUpload") || answer.code().equals("NoSuchKey"));
  }

  /** The parts that are there, by number; one of another size does not count. */
  private CompletionStage<SortedMap<Integer, Part>> partsThere(
      SourceVersion version,
      MultipartPlan plan,
      String uploadId,
      String after,
      SortedMap<Integer, Part> found) {
    S3Request request =
        request(Method.GET, version).query("uploadId", uploadId).query("part-number-marker", after);
    return store
        .call(request)
        .thenCompose(
            answer -> {
              Element root = StoreXml.parse(store.zone(), answer);
              Xml.children(root, "Part").forEach(part -> add(part, plan, found));
              String next = Xml.text(root, "NextPartNumberMarker");
              return Xml.text(root, "IsTruncated").equals("true") && !next.equals(after)
                  ? partsThere(version, plan, uploadId, next, found)
                  : CompletableFuture.completedFuture(found);
            });
  }

  private void add(Element part, MultipartPlan plan, SortedMap<Integer, Part> found) {
    try {
      int number = Integer.parseInt(Xml.text(part, "PartNumber"));
      long size = Long.parseLong(Xml.text(part, "Size"));
      if (number <= plan.parts().size() && plan.parts().get(number - 1) == size) {
        found.put(
            number,
            new Part(
                Xml.text(part, "ETag").replace("\"", ""), "", Xml.text(part, "ChecksumCRC32C")));
      }
    } catch (NumberFormatException e) {
      throw ListingXml.unreadable(store.zone(), e);
    }
  }

  private CompletionStage<Written> finish(
      SourceVersion version,
      MultipartPlan plan,
      OpenUpload upload,
      SortedMap<Integer, Part> there) {
    return parts
        .run(version, plan, upload.uploadId(), there)
        .exceptionallyCompose(failure -> withoutWrong(upload, failure))
        .thenCompose(done -> checked(version, plan, upload, done))
        .thenCompose(done -> complete(version, upload, done));
  }

  /** A part that is not what was sent must not be gone on with. */
  private CompletionStage<SortedMap<Integer, Part>> withoutWrong(
      OpenUpload upload, Throwable failure) {
    return GatewayException.classOf(failure) == FailureClass.CORRUPT
        ? uploads.abort(upload).thenCompose(aborted -> CompletableFuture.failedFuture(failure))
        : CompletableFuture.failedFuture(failure);
  }

  /** Parts of which the object would not be the source's are no use for another attempt either. */
  private CompletionStage<SortedMap<Integer, Part>> checked(
      SourceVersion version, MultipartPlan plan, OpenUpload upload, SortedMap<Integer, Part> done) {
    String etag = ContentMd5.ofParts(etags(done));
    String expected = plan.exact() ? version.etag() : ContentMd5.ofParts(sent(done));
    return verification != Verification.ETAG || etag.isEmpty() || etag.equals(expected)
        ? CompletableFuture.completedFuture(done)
        : uploads
            .abort(upload)
            .thenCompose(
                aborted ->
                    CompletableFuture.failedFuture(
                        StoreWrites.differs(store.zone(), version, etag, expected)));
  }

  private static List<String> etags(SortedMap<Integer, Part> parts) {
    return parts.values().stream().map(Part::etag).toList();
  }

  /** Of a part that was there before, what was sent is not known any more. */
  private static List<String> sent(SortedMap<Integer, Part> parts) {
    return parts.values().stream()
        .map(part -> part.md5().isEmpty() ? part.etag() : part.md5())
        .toList();
  }

  private CompletionStage<Written> complete(
      SourceVersion version, OpenUpload upload, SortedMap<Integer, Part> done) {
    StringBuilder xml = new StringBuilder("<CompleteMultipartUpload>");
    done.forEach(
        (number, part) ->
            xml.append("<Part><PartNumber>")
                .append(number)
                .append("</PartNumber><ETag>&quot;")
                .append(Xml.escape(part.etag()))
                .append("&quot;</ETag>")
                .append(checksum(part))
                .append("</Part>"));
    xml.append("</CompleteMultipartUpload>");
    S3Request request =
        request(Method.POST, version)
            .query("uploadId", upload.uploadId())
            .body(RequestBody.of(xml.toString()));
    return store
        .call(request)
        .thenCompose(
            answer -> {
              Written written = written(answer, done);
              return uploads.ended(upload).thenApply(ended -> written);
            });
  }

  /** A store that was told of checksums wants them all again. */
  private static String checksum(Part part) {
    return part.crc().isEmpty()
        ? ""
        : "<ChecksumCRC32C>" + Xml.escape(part.crc()) + "</ChecksumCRC32C>";
  }

  private Written written(S3Answer answer, SortedMap<Integer, Part> done) {
    String said = Xml.text(StoreXml.parse(store.zone(), answer), "ETag").replace("\"", "");
    String etag = said.isEmpty() ? ContentMd5.ofParts(etags(done)) : said; // an old gateway's
    boolean confirmed = crc && done.values().stream().noneMatch(part -> part.crc().isEmpty());
    return new Written(
        answer.header("x-amz-version-id"), etag, ContentMd5.ofParts(sent(done)), confirmed);
  }

  private static S3Request request(Method method, SourceVersion version) {
    ObjectVersion object = version.version();
    return S3Request.object(method, object.bucket(), object.key());
  }
}
