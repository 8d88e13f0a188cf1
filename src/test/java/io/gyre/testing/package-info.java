/**
 * What tests of a whole replicator need whatever the gateways are: zones to act on as their users,
 * and a complete comparison of two zones. Shares no code with the replicator, whose work it judges.
 */
@NullMarked
package io.gyre.testing;

import org.jspecify.annotations.NullMarked;
