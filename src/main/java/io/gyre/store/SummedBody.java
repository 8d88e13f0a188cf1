package io.gyre.store;

import io.gyre.s3.RequestBody;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** A body whose MD5 is taken on its way, where nobody has said what it has to be. */
final class SummedBody {
  private final RequestBody body;
  private final MessageDigest md5 = ContentMd5.md5();

  private SummedBody(RequestBody given) {
    if (given instanceof RequestBody.Stream stream) {
      Publisher<ByteBuffer> source = stream.publisher();
      this.body =
          new RequestBody.Stream(stream.length(), taker -> source.subscribe(new Summing(taker)));
    } else {
      this.body = given;
      md5.update(((RequestBody.Bytes) given).content().duplicate());
    }
  }

  /** Takes the place of a body. */
  static SummedBody of(RequestBody body) {
    return new SummedBody(body);
  }

  /** What is to be sent. */
  RequestBody body() {
    return body;
  }

  /** Of what was sent; to be asked for once, when it has been taken. */
  String md5() {
    return HexFormat.of().formatHex(md5.digest());
  }

  private final class Summing implements Subscriber<ByteBuffer> {
    private final Subscriber<? super ByteBuffer> taker;

    Summing(Subscriber<? super ByteBuffer> taker) {
      this.taker = taker;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      taker.onSubscribe(subscription);
    }

    @Override
    public void onNext(ByteBuffer bytes) {
      md5.update(bytes.duplicate());
      taker.onNext(bytes);
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
