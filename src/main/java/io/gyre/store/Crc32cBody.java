package io.gyre.store;

import io.gyre.s3.RequestBody;
import io.gyre.s3.S3Answer;
import io.gyre.s3.S3Request;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32C;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * A body that is sent with its CRC32C, by which a store refuses one that was damaged on the way: in
 * a header where it is in memory, else behind it ({@code aws-chunked}), as it is not known before.
 */
final class Crc32cBody {
  static final String HEADER = "x-amz-checksum-crc32c";

  /** The store stops at larger ones: MinIO at 16 MiB. */
  private static final int CHUNK = 1 << 20;

  private static final int VALUE_LENGTH = 8;
  private static final String LINE = "\r\n";

  private final RequestBody given;
  private final CRC32C crc = new CRC32C();

  Crc32cBody(RequestBody given) {
    this.given = given;
  }

  /**
   * Puts it onto a request.
   *
   * @param encoding the object's own {@code Content-Encoding}; empty where it has none
   */
  S3Request on(S3Request request, String encoding) {
    if (given instanceof RequestBody.Stream stream && stream.length() > 0) {
      Publisher<ByteBuffer> source = stream.publisher();
      long length = stream.length();
      return request
          .header(
              "Content-Encoding", encoding.isEmpty() ? "aws-chunked" : "aws-chunked," + encoding)
          .header("x-amz-decoded-content-length", Long.toString(length))
          .header("x-amz-trailer", HEADER)
          .header("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
          .body(
              new RequestBody.Stream(
                  encodedLength(length), taker -> source.subscribe(new Framing(taker, length))));
    }
    if (given instanceof RequestBody.Bytes bytes) {
      crc.update(bytes.content().duplicate());
    }
    return request.header(HEADER, value()).body(given);
  }

  /** Of what was sent, when it has been taken. */
  String value() {
    int sum = (int) crc.getValue();
    return Base64.getEncoder().encodeToString(ByteBuffer.allocate(4).putInt(sum).array());
  }

  /** Whether the store says that it has what was sent; it need not say anything. */
  boolean isConfirmed(S3Answer answer) {
    return answer.header(HEADER).equals(value());
  }

  static long encodedLength(long length) {
    long full = length / CHUNK;
    long rest = length % CHUNK;
    long end =
        "0".length() + LINE.length() + HEADER.length() + 1 + VALUE_LENGTH + 2L * LINE.length();
    return full * framed(CHUNK) + (rest > 0 ? framed(rest) : 0) + end;
  }

  private static long framed(long length) {
    return Long.toHexString(length).length() + length + 2L * LINE.length();
  }

  /** Each buffer becomes one with the frames that begin and end in it, so that demand is kept. */
  private final class Framing implements Subscriber<ByteBuffer> {
    private final Subscriber<? super ByteBuffer> taker;
    private long left;
    private int leftOfChunk;

    Framing(Subscriber<? super ByteBuffer> taker, long length) {
      this.taker = taker;
      this.left = length;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      taker.onSubscribe(subscription);
    }

    @Override
    public void onNext(ByteBuffer bytes) {
      crc.update(bytes.duplicate());
      ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.remaining() + CHUNK / 1024);
      ByteBuffer rest = bytes.duplicate();
      while (rest.hasRemaining()) {
        take(rest, out);
      }
      taker.onNext(ByteBuffer.wrap(out.toByteArray()));
    }

    private void take(ByteBuffer rest, ByteArrayOutputStream out) {
      if (leftOfChunk == 0) {
        leftOfChunk = (int) Math.min(CHUNK, Math.max(left, rest.remaining()));
        text(out, Integer.toHexString(leftOfChunk) + LINE);
      }
      byte[] taken = new byte[Math.min(leftOfChunk, rest.remaining())];
      rest.get(taken);
      out.writeBytes(taken);
      leftOfChunk -= taken.length;
      left -= taken.length;
      if (leftOfChunk == 0) {
        text(out, LINE);
      }
      if (left == 0) {
        text(out, "0" + LINE + HEADER + ":" + value() + LINE + LINE);
      }
    }

    private static void text(ByteArrayOutputStream out, String text) {
      out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void onError(Throwable cause) {
      taker.onError(cause);
    }

    @Override
    public void onComplete() {
      taker.onComplete();
    }
  }
}
