package io.gyre.embedded.s3;

import io.gyre.embedded.http.Reply;
import io.gyre.embedded.model.Body;
import io.gyre.embedded.model.Segment;
import java.util.Optional;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.FileIO;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** Sends a body: small ones in one piece, others segment by segment as the client takes them. */
final class BodySource {
  private static final long ONE_PIECE = 64 * 1024;
  private static final int FILE_CHUNK = 128 * 1024;

  private BodySource() {}

  /** Puts the body after a prefix, which may be empty. */
  static Reply send(Reply reply, ByteString prefix, Body body, ContentType type) {
    long length = prefix.size() + body.size();
    if (body.size() == body.inMemory() && length <= ONE_PIECE) {
      ByteString all = prefix;
      for (Segment segment : body.segments()) {
        all = all.concat(inMemory((Segment.InMemory) segment));
      }
      return reply.body(all, type);
    }
    Source<ByteString, NotUsed> bytes = bytes(body);
    return reply.body(prefix.isEmpty() ? bytes : Source.single(prefix).concat(bytes), length, type);
  }

  /** The body's bytes, as they are wanted. */
  static Source<ByteString, NotUsed> bytes(Body body) {
    return Source.from(body.segments()).flatMapConcat(BodySource::source);
  }

  private static Source<ByteString, NotUsed> source(Segment segment) {
    if (segment instanceof Segment.InFile file) {
      return FileIO.fromPath(file.file().path(), FILE_CHUNK, file.offset())
          .mapMaterializedValue(ignored -> NotUsed.getInstance())
          .statefulMap(file::size, BodySource::upTo, left -> Optional.empty())
          .takeWhile(bytes -> !bytes.isEmpty());
    }
    return Source.single(inMemory((Segment.InMemory) segment));
  }

  /** Cuts off what is behind the segment's end. */
  private static Pair<Long, ByteString> upTo(long left, ByteString bytes) {
    ByteString kept = bytes.take((int) Math.min(left, bytes.size()));
    return Pair.create(left - kept.size(), kept);
  }

  private static ByteString inMemory(Segment.InMemory segment) {
    return ByteString.fromArrayUnsafe(segment.data(), segment.offset(), segment.length());
  }
}
