package io.gyre.lease;

/** What a deadline is measured by. */
interface Clocks {
  /** Those of this machine. */
  Clocks SYSTEM =
      new Clocks() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public long millis() {
          return System.currentTimeMillis();
        }
      };

  /** A clock that nobody sets. It may stand still while the machine sleeps. */
  long nanos();

  /** A clock that goes on while the machine sleeps. It may be set. */
  long millis();
}
