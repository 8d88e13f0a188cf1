package io.gyre.embedded.model;

/** The operations of a bucket index log. */
public enum IndexOp {
  /** An object was written or its attributes changed. */
  WRITE("write"),
  /** An object was removed. */
  DEL("del"),
  /** A version became part of its key, current unless its epoch was too low. */
  LINK_OLH("link_olh"),
  /** A delete marker was made. */
  LINK_OLH_DEL("link_olh_del"),
  /** A version or marker was removed. */
  UNLINK_INSTANCE("unlink_instance"),
  /** Sync of the bucket was disabled; nothing is logged until {@link #RESYNC}. */
  SYNCSTOP("syncstop"),
  /** Sync of the bucket was enabled again. */
  RESYNC("resync");

  private final String text;

  IndexOp(String text) {
    this.text = text;
  }

  /** The name in the log. */
  public String text() {
    return text;
  }
}
