package io.gyre.s3.netty;

import io.gyre.s3.netty.NettyClient.Settings;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection, and the exchange under way on it. All of its state belongs to its event loop.
 *
 * <p>It reads only what somebody wants: the head of an answer, and then as much of the body as is
 * asked for. An idle one reads too, to learn that the other end has closed it.
 */
final class Connection extends ChannelInboundHandlerAdapter {
  private static final long CHECKS_PER_LIMIT = 8;
  private static final long CHECK_MIN_MILLIS = 20;
  private static final long CHECK_MAX_MILLIS = 1000;

  private final ConnectionPool pool;
  private final Settings settings;
  private final AnswerDecoder decoder = new AnswerDecoder();
  private @Nullable Channel channel;
  private @Nullable ScheduledFuture<?> checks;
  private @Nullable Exchange exchange;

  /** What has been read so far is being looked at; more of it may follow. */
  private boolean reading;

  /** The end of an exchange whose answer was read while there may be more. */
  private @Nullable Runnable ending;

  /** The other end said more than it was asked: what comes from it belongs to no request. */
  private boolean outOfStep;

  private long lastProgress = System.nanoTime();

  /** A request that was sent, and what has come of it. */
  private static final class Exchange {
    private final Call call;
    private final SendingBody sending;
    private @Nullable AnswerBody answer;
    private boolean awaitsContinue;
    private boolean interim;
    private boolean keepAlive;
    private boolean headWritten;

    Exchange(Call call, SendingBody sending, boolean awaitsContinue) {
      this.call = call;
      this.sending = sending;
      this.awaitsContinue = awaitsContinue;
    }
  }

  Connection(ConnectionPool pool, Settings settings) {
    this.pool = pool;
    this.settings = settings;
  }

  Channel channel() {
    return Objects.requireNonNull(channel);
  }

  AnswerDecoder decoder() {
    return decoder;
  }

  void close() {
    var unused = channel().close();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    channel = context.channel();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    long limit = Math.min(settings.read().toMillis(), settings.idle().toMillis());
    long pause = Math.max(CHECK_MIN_MILLIS, Math.min(CHECK_MAX_MILLIS, limit / CHECKS_PER_LIMIT));
    // All connections of an event loop are looked at together, lest each of them wake it.
    long first = pause - TimeUnit.NANOSECONDS.toMillis(System.nanoTime()) % pause;
    checks =
        context.executor().scheduleAtFixedRate(this::check, first, pause, TimeUnit.MILLISECONDS);
  }

  /** Sends a request; on a connection that has been closed meanwhile nothing of it is sent. */
  void start(Call call) {
    if (channel().eventLoop().inEventLoop()) {
      send(call);
    } else {
      channel().eventLoop().execute(() -> send(call));
    }
  }

  private void send(Call call) {
    if (!channel().isActive()) {
      pool.run(call);
      return;
    }
    if (call.done.isDone()) {
      channel().read();
      pool.release(this);
      return;
    }
    SendingBody sending = new SendingBody(this, call.body());
    Exchange begun = new Exchange(call, sending, RequestHead.expectsContinue(call.request()));
    exchange = begun;
    progressed();
    var unused =
        call.done.whenComplete(
            (done, failure) -> {
              if (failure != null) {
                onLoop(() -> breakOff(begun, failure));
              }
            });
    decoder.answersTo(call.request());
    var head = channel().write(RequestHead.of(call.request(), channel().alloc()));
    if (begun.awaitsContinue) {
      channel().flush();
    } else {
      sending.begin();
    }
    head.addListener(
        written -> {
          begun.headWritten = written.isSuccess();
          if (!written.isSuccess()) {
            breakOff(begun, written.cause());
          }
        });
    channel().read();
  }

  /** Runs on the event loop: at once when this is it. */
  void onLoop(Runnable task) {
    if (channel().eventLoop().inEventLoop()) {
      task.run();
    } else {
      channel().eventLoop().execute(task);
    }
  }

  /** Something moved: the time limit begins anew. */
  void progressed() {
    lastProgress = System.nanoTime();
  }

  private void check() {
    Exchange now = exchange;
    Duration quiet = Duration.ofNanos(System.nanoTime() - lastProgress);
    if (now == null) {
      if (quiet.compareTo(settings.idle()) >= 0 && pool.retire(this)) {
        close();
      }
    } else if (waitsForUs(now)) {
      progressed();
    } else if (quiet.compareTo(settings.read()) >= 0) {
      String message = "no bytes came for " + settings.read().toMillis() + " ms";
      breakOff(now, new IOException(message));
    }
  }

  /** Whether the other end has done its part, so that it is not to blame for the silence. */
  private static boolean waitsForUs(Exchange now) {
    return now.answer != null
        ? !now.answer.wantsMore()
        : !now.awaitsContinue && now.sending.waitsForPublisher();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    progressed();
    reading = true;
    Exchange now = exchange;
    try {
      if (now == null || (now.answer != null && now.answer.isWhole())) {
        onSurplus(now);
      } else if (failureOf(message) != null) {
        breakOff(now, Objects.requireNonNull(failureOf(message)));
      } else {
        read(now, message);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  /** What was asked for is still delivered; then the connection ends. */
  private void onSurplus(@Nullable Exchange now) {
    outOfStep = true;
    if (now == null) {
      close();
    }
  }

  private static @Nullable Throwable failureOf(Object message) {
    DecoderResult result = ((HttpObject) message).decoderResult();
    return result.isFailure() ? result.cause() : null;
  }

  private void read(Exchange now, Object message) {
    if (message instanceof HttpResponse head) {
      if (head.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
        onInterim(now, head);
      } else {
        onHead(now, head);
      }
    }
    if (message instanceof HttpContent content) {
      boolean last = content instanceof LastHttpContent;
      if (now.interim) {
        now.interim = !last;
      } else if (now.answer != null) {
        now.answer.received(content.content(), last);
      }
    }
  }

  private static void onInterim(Exchange now, HttpResponse head) {
    now.interim = true;
    if (head.status().equals(HttpResponseStatus.CONTINUE) && now.awaitsContinue) {
      now.awaitsContinue = false;
      now.sending.begin();
    }
  }

  private void onHead(Exchange now, HttpResponse head) {
    now.keepAlive = HttpUtil.isKeepAlive(head);
    AnswerBody answer = new AnswerBody(this);
    now.answer = answer;
    now.call.handler().onHeaders(new AnswerHead(head));
    now.call.handler().onStream(answer);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    reading = false;
    end();
    Exchange now = exchange;
    if (now == null || now.answer == null || now.answer.wantsMore()) {
      context.read();
    }
  }

  /**
   * The answer has been read to its end. The connection is given back before the taker learns of
   * it, and may serve the request that this makes it send; but not before all that was read is
   * looked at, or what follows the answer would be taken for that of the next request.
   */
  void answered(Runnable last) {
    Exchange ended = Objects.requireNonNull(exchange);
    exchange = null;
    progressed();
    ending = () -> end(ended, last);
    if (!reading) {
      end();
    }
  }

  private void end() {
    Runnable now = ending;
    if (now != null) {
      ending = null;
      now.run();
    }
  }

  private void end(Exchange ended, Runnable last) {
    boolean sent = ended.headWritten && ended.sending.complete();
    boolean usable = ended.keepAlive && sent && !outOfStep;
    if (usable && channel().isActive()) {
      channel().read();
      pool.release(this);
    } else {
      ended.sending.cancel();
      close();
    }
    last.run();
    ended.call.done.complete(null);
  }

  /** The taker of an answer wants no more of it. */
  void givenUp() {
    Exchange now = exchange;
    if (now != null) {
      breakOff(now, new IOException("the answer was given up"));
    }
  }

  /** The exchange that this body belongs to cannot go on. */
  void failed(SendingBody body, Throwable cause) {
    Exchange now = exchange;
    if (now != null && now.sending == body) {
      breakOff(now, cause);
    }
  }

  private void breakOff(Exchange which, Throwable cause) {
    if (exchange != which) {
      return;
    }
    exchange = null;
    close();
    which.sending.cancel();
    if (which.answer != null) {
      which.answer.broken(cause);
    }
    which.call.done.completeExceptionally(cause);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (checks != null) {
      checks.cancel(false);
    }
    end();
    Exchange now = exchange;
    if (now != null) {
      breakOff(now, new IOException("the other end closed the connection"));
    }
    pool.ended(this);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    progressed();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Exchange now = exchange;
    if (now != null) {
      breakOff(now, cause);
    } else {
      close();
    }
  }
}
