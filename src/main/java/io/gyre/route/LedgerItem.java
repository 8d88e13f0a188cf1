package io.gyre.route;

import io.gyre.copy.CopyTask;
import java.util.Optional;

/**
 * An entry of a log or listing on its way into a {@link CopyStage}.
 *
 * @param position where the watermark stands once it is done
 * @param task what it calls for; empty when it only has a place in the order
 */
record LedgerItem<P>(P position, Optional<CopyTask> task) {}
