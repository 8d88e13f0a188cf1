package io.gyre.checkpoint;

/** The two logs of a source that are split into log shards. */
public enum LogKind {
  DATA,
  METADATA
}
