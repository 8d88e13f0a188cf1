package io.gyre.config;

/** Which HTTP client carries object traffic. */
public enum HttpClientKind {
  /** Our own on Netty, which costs less CPU for a small object. */
  NETTY,
  /** The one of the AWS SDK. */
  SDK
}
