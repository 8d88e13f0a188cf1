package io.gyre.embedded.s3;

import io.gyre.embedded.auth.Hashes;
import io.gyre.embedded.auth.Payload;
import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.http.GatewayRequest;
import io.gyre.embedded.http.Limits;
import io.gyre.embedded.model.Body;
import io.gyre.embedded.model.Capacity;
import io.gyre.embedded.model.Segment;
import io.gyre.embedded.model.SpillFile;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.FileIO;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * Receives the bodies of objects and parts: into memory while there is room, into a file of the
 * data directory after that. Length, MD5 and signature are checked before anybody sees the body.
 */
final class BodyReceiver {
  /** What a body may have whose length was not announced. */
  private static final long MAX_UNANNOUNCED = 64L << 20;

  private final Capacity capacity;
  private final Materializer materializer;
  private final Optional<Path> directory;

  /** Without a directory nothing is put into files. */
  BodyReceiver(Capacity capacity, Materializer materializer, Optional<Path> directory) {
    this.capacity = capacity;
    this.materializer = materializer;
    this.directory = directory;
  }

  /** A body with its MD5 in hexadecimal. */
  record Received(Body body, String md5) {}

  /** Reads the request's body; what it takes of the capacity is given back if it is refused. */
  CompletionStage<Received> receive(GatewayRequest request, Payload payload) {
    Optional<Long> announced = announced(request, payload);
    if (announced.orElse(0L) > Limits.PUT_BYTES) {
      throw ErrorCode.ENTITY_TOO_LARGE.refusal();
    }
    Claim claim = Claim.take(capacity, announced.orElse(MAX_UNANNOUNCED), directory.isPresent());
    Reception reception = new Reception(request, payload, announced, claim);
    CompletionStage<Received> received =
        claim.onDisk() ? intoFile(reception) : intoMemory(reception);
    return received.whenComplete(
        (body, failure) -> {
          if (failure != null) {
            claim.release();
          }
        });
  }

  /** The MD5 in hexadecimal of a body that is already stored. */
  CompletionStage<String> md5(Body body) {
    return BodySource.bytes(body)
        .runFold(Hashes.digest("MD5"), BodyReceiver::updated, materializer)
        .thenApply(md5 -> Hashes.hex(md5.digest()));
  }

  private static MessageDigest updated(MessageDigest digest, ByteString bytes) {
    bytes.getByteBuffers().forEach(digest::update);
    return digest;
  }

  private CompletionStage<Received> intoMemory(Reception reception) {
    BodyCollector collector = reception.collector(true);
    if (reception.request().entity() instanceof HttpEntity.Strict strict && !reception.chunked()) {
      return CompletableFuture.completedFuture(collector.add(strict.getData()))
          .thenApply(reception::checked);
    }
    return reception
        .bytes()
        .runFold(collector, BodyReceiver::bounded, materializer)
        .thenApply(reception::checked);
  }

  private CompletionStage<Received> intoFile(Reception reception) {
    Path path = directory.orElseThrow().resolve(UUID.randomUUID().toString());
    BodyCollector collector = reception.collector(false);
    SpillFile file = new SpillFile(path);
    return reception
        .bytes()
        .map(
            bytes -> {
              bounded(collector, bytes);
              return bytes;
            })
        .runWith(FileIO.toPath(path), materializer)
        .thenApply(
            written -> {
              Received checked = reception.checked(collector);
              Segment segment = new Segment.InFile(file, 0, collector.size());
              return new Received(Body.of(List.of(segment)), checked.md5());
            });
  }

  private static BodyCollector bounded(BodyCollector collector, ByteString bytes) {
    if (collector.size() + bytes.size() > collector.limit()) {
      throw ErrorCode.ENTITY_TOO_LARGE.refusal();
    }
    return collector.add(bytes);
  }

  private static Optional<Long> announced(GatewayRequest request, Payload payload) {
    if (isChunked(payload)) {
      return Optional.of(
          request
              .header("x-amz-decoded-content-length")
              .map(Long::valueOf)
              .orElseThrow(ErrorCode.MISSING_CONTENT_LENGTH::refusal));
    }
    return request.contentLength();
  }

  private static boolean isChunked(Payload payload) {
    return payload instanceof Payload.SignedChunks || payload == Payload.UnsignedChunks.INSTANCE;
  }

  /** One body on its way in. */
  private record Reception(
      GatewayRequest request, Payload payload, Optional<Long> announced, Claim claim) {

    boolean chunked() {
      return isChunked(payload);
    }

    BodyCollector collector(boolean keep) {
      return new BodyCollector(payload instanceof Payload.Hashed, keep, claim.bytes());
    }

    Source<ByteString, ?> bytes() {
      Source<ByteString, ?> raw = request.entity().getDataBytes();
      if (!chunked()) {
        return raw;
      }
      ChunkDecoder decoder =
          new ChunkDecoder(payload instanceof Payload.SignedChunks signed ? signed.signer() : null);
      return raw.map(decoder::decode)
          .concatLazy( // the other kind asks for its first element before the end of this
              Source.lazySource(
                  () -> {
                    decoder.finish();
                    return Source.<ByteString>empty();
                  }));
    }

    Received checked(BodyCollector collector) {
      if (announced.isPresent() && announced.get() != collector.size()) {
        throw ErrorCode.INCOMPLETE_BODY.refusal();
      }
      if (payload instanceof Payload.Hashed hashed) {
        collector.requireSha256(hashed.sha256());
      }
      byte[] md5 = collector.md5();
      request.header("content-md5").ifPresent(stated -> requireMd5(stated, md5));
      if (announced.isEmpty()) {
        claim.release(claim.bytes() - collector.size());
      }
      return new Received(collector.body(), Hashes.hex(md5));
    }

    private static void requireMd5(String stated, byte[] md5) {
      byte[] wanted;
      try {
        wanted = Base64.getDecoder().decode(stated.strip());
      } catch (IllegalArgumentException e) {
        throw ErrorCode.INVALID_DIGEST.refusal();
      }
      if (wanted.length != md5.length) {
        throw ErrorCode.INVALID_DIGEST.refusal();
      }
      if (!Arrays.equals(wanted, md5)) {
        throw ErrorCode.BAD_DIGEST.refusal();
      }
    }
  }
}
