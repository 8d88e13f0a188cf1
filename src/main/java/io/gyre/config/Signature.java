package io.gyre.config;

/** How requests to a gateway are signed. */
public enum Signature {
  /** The old way, for gateways before Jewel. */
  V2,
  /** AWS Signature Version 4. */
  V4
}
