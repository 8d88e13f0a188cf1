package io.gyre.s3;

import io.gyre.config.HttpClientKind;

/** The same with the client of the SDK. */
class SdkClientFaultsTest extends S3ClientFaultsTest {
  @Override
  HttpClientKind kind() {
    return HttpClientKind.SDK;
  }

  /** The SDK's connection pool reports a refused connection now and then by its time limit only. */
  @Override
  String[] noConnection() {
    return new String[] {"could not connect", "no connection in time"};
  }
}
