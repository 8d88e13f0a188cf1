package io.gyre.embedded.model;

/** The version of a metadata object: a tag that it keeps for life, and a number that grows. */
public record MetaVersion(String tag, long number) {
  /** Of an object that is not there. */
  public static final MetaVersion NONE = new MetaVersion("", 0);

  /** The version after one more write. */
  public MetaVersion next() {
    return new MetaVersion(tag, number + 1);
  }
}
