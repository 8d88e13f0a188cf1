package io.gyre.config;

/** What kind of thing is written to. */
public enum DestinationType {
  /** Another zone of a RADOS gateway, called as a system user. */
  RGW,
  /** Any S3 store, called as an ordinary user of it. */
  S3
}
