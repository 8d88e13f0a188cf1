package io.gyre.s3;

import software.amazon.awssdk.http.SdkHttpRequest;

/** The {@code Host} header of a request, as HTTP clients write it. */
final class HostHeader {
  private HostHeader() {}

  /** Host and port; without the port where it is the scheme's own. */
  static String of(SdkHttpRequest.Builder request) {
    int usual = request.protocol().equals("https") ? 443 : 80;
    return request.port() == usual ? request.host() : request.host() + ":" + request.port();
  }
}
