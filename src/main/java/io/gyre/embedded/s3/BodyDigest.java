package io.gyre.embedded.s3;

import io.gyre.embedded.auth.Hashes;
import io.gyre.embedded.model.Body;
import io.gyre.embedded.model.Segment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;

/** The MD5 of bytes that are already stored. Parts that are in files are read by mapping them. */
final class BodyDigest {
  private BodyDigest() {}

  static String md5(Body body) {
    MessageDigest md5 = Hashes.digest("MD5");
    for (Segment segment : body.segments()) {
      if (segment instanceof Segment.InMemory memory) {
        md5.update(memory.data(), memory.offset(), memory.length());
      } else if (segment instanceof Segment.InFile file) {
        md5.update(map(file));
      }
    }
    return Hashes.hex(md5.digest());
  }

  private static ByteBuffer map(Segment.InFile file) {
    try (FileChannel channel = FileChannel.open(file.file().path())) {
      return channel.map(FileChannel.MapMode.READ_ONLY, file.offset(), file.length());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file.file().path(), e);
    }
  }
}
