package io.gyre.testing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/** What {@link FaultProxy} does to a request instead of passing it on. */
public sealed interface Fault {
  /** Answers in the gateway's place; the gateway does not see the request. */
  record Answer(int status, String contentType, String body) implements Fault {
    /** The error as the gateway itself words it. */
    public static Answer s3Error(int status, String code) {
      return new Answer(
          status,
          "application/xml",
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>"
              + code
              + "</Code><RequestId>tx-proxy</RequestId><HostId>proxy</HostId></Error>");
    }

    /** The page of a proxy that does not know S3. */
    public static Answer page(int status) {
      return new Answer(status, "text/html", "<html><body><h1>" + status + "</h1></body></html>");
    }
  }

  /**
   * Passes the head and so many bytes of the body on, then resets both connections.
   *
   * @param dies whether the gateway dies then, as by {@link FaultProxy#stop}
   */
  record ResetRequest(long afterBytes, boolean dies) implements Fault {
    public ResetRequest(long afterBytes) {
      this(afterBytes, false);
    }
  }

  /**
   * Passes the request on and so many bytes of the answer back, then resets both connections.
   *
   * @param dies whether the gateway dies then, as by {@link FaultProxy#stop}
   */
  record ResetAnswer(long afterBytes, boolean dies) implements Fault {
    public ResetAnswer(long afterBytes) {
      this(afterBytes, false);
    }
  }

  /** Passes the request on and so many bytes of the answer back, then closes in good order. */
  record CutAnswer(long afterBytes) implements Fault {}

  /** Passes the request on, and the answer back so many bytes at a time. */
  record Trickle(int bytes, Duration pause) implements Fault {}

  /** Passes the request on, and nothing back. */
  record NoAnswer() implements Fault {}

  /**
   * Takes the request, resets the connection, and passes the request on only once this is counted
   * down: a write that lands when nobody expects it any more.
   */
  record Late(CountDownLatch until) implements Fault {}

  /** Passes everything on, with another head. */
  record Rewrite(UnaryOperator<String> head) implements Fault {}
}
