package io.gyre.s3;

import java.time.Duration;

/** How fast the bodies of answers may be read, all of a client's together. Used by many threads. */
public interface Pace {
  /** As fast as they come. */
  Pace NONE =
      new Pace() {
        @Override
        public long read(long bytes) {
          return 0;
        }

        @Override
        public Duration allowance(long bytes) {
          return Duration.ZERO;
        }
      };

  /** So many bytes were read; gives the nanoseconds to wait before more are. */
  long read(long bytes);

  /** What an object of so many bytes may take longer because of this. */
  Duration allowance(long bytes);
}
