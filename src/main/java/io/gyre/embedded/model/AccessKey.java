package io.gyre.embedded.model;

/** A pair of keys. Never logged. */
public record AccessKey(String id, String secret) {
  @Override
  public String toString() {
    return "AccessKey[" + id + "]";
  }
}
