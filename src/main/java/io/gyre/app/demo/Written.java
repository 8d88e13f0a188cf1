package io.gyre.app.demo;

import java.util.concurrent.atomic.LongAdder;

/** What the writers have done so far. */
final class Written {
  final LongAdder objects = new LongAdder();
  final LongAdder bytes = new LongAdder();
  final LongAdder deletes = new LongAdder();
  final LongAdder uploads = new LongAdder();
}
