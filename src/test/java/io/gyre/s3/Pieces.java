package io.gyre.s3;

import java.nio.ByteBuffer;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** A body of equal pieces, given as they are asked for. */
final class Pieces implements Publisher<ByteBuffer> {
  static final int PIECE = 64 << 10;

  private final int count;
  private final boolean ends;

  /**
   * @param ends whether anything follows the last piece, or never does
   */
  Pieces(int count, boolean ends) {
    this.count = count;
    this.ends = ends;
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    subscriber.onSubscribe(
        new Subscription() {
          private int left = count;
          private long demand;
          private boolean busy;

          @Override
          public synchronized void request(long n) {
            demand += n;
            if (busy) {
              return; // asked for from within onNext, which goes on below
            }
            busy = true;
            for (; demand > 0 && left > 0; demand--) {
              left--;
              subscriber.onNext(ByteBuffer.allocate(PIECE));
              if (left == 0 && ends) {
                subscriber.onComplete();
              }
            }
            busy = false;
          }

          @Override
          public synchronized void cancel() {
            left = 0;
          }
        });
  }
}
