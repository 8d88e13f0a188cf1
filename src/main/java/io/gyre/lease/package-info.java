/**
 * One route, one replicator: the lease that a destination keeps for whoever replicates to it, how
 * it is held, and what happens to writes while it is not.
 */
@NullMarked
package io.gyre.lease;

import org.jspecify.annotations.NullMarked;
