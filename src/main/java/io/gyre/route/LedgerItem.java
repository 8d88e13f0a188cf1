package io.gyre.route;

import io.gyre.copy.CopyTask;
import java.util.List;

/**
 * An entry of a log or listing on its way into a {@link CopyStage}.
 *
 * @param position where the watermark stands once it is done
 * @param tasks what it calls for, all of one key; empty when it only has a place in the order
 */
record LedgerItem<P>(P position, List<CopyTask> tasks) {
  LedgerItem {
    tasks = List.copyOf(tasks);
  }
}
