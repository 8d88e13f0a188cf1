package io.gyre.s3.netty;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;
import software.amazon.awssdk.http.async.SdkHttpContentPublisher;

/** One request, from the moment somebody asks for it until its answer has been read. */
final class Call {
  private final AsyncExecuteRequest asked;

  /** Completes when the answer has been read to its end, or with what went wrong. */
  final CompletableFuture<Void> done = new CompletableFuture<>();

  Call(AsyncExecuteRequest asked) {
    this.asked = asked;
  }

  SdkHttpRequest request() {
    return asked.request();
  }

  SdkHttpContentPublisher body() {
    return asked.requestContentPublisher();
  }

  SdkAsyncHttpResponseHandler handler() {
    return asked.responseHandler();
  }
}
