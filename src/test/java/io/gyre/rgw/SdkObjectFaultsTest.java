package io.gyre.rgw;

import io.gyre.config.HttpClientKind;

/** The same with the client of the SDK. */
class SdkObjectFaultsTest extends ObjectFaultsTest {
  @Override
  HttpClientKind kind() {
    return HttpClientKind.SDK;
  }
}
