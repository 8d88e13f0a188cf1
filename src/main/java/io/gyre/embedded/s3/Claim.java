package io.gyre.embedded.s3;

import io.gyre.embedded.http.ErrorCode;
import io.gyre.embedded.model.Capacity;

/** Room that is taken for a body before its bytes come. */
record Claim(Capacity capacity, long bytes, boolean onDisk) {

  /** Memory while there is some, a file after that; refused with 507 when both are full. */
  static Claim take(Capacity capacity, long bytes, boolean mayUseDisk) {
    if (capacity.claimMemory(bytes)) {
      return new Claim(capacity, bytes, false);
    }
    if (mayUseDisk && capacity.claimDisk(bytes)) {
      return new Claim(capacity, bytes, true);
    }
    throw ErrorCode.INSUFFICIENT_CAPACITY.refusal(
        "this zone is full: no room for "
            + bytes
            + " more bytes; delete objects or raise its limit");
  }

  /** Gives back all of it. */
  void release() {
    release(bytes);
  }

  /** Gives back what was taken and not used. */
  void release(long surplus) {
    if (onDisk) {
      capacity.releaseDisk(surplus);
    } else {
      capacity.releaseMemory(surplus);
    }
  }
}
