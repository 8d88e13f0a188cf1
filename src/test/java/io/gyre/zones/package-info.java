/**
 * Two zones for tests of a whole replicator, real ones or the embedded gateway's. Annotate a test
 * class with {@link io.gyre.zones.AnyZones} and take a {@link io.gyre.testing.ZonePair} as a
 * parameter.
 */
@NullMarked
package io.gyre.zones;

import org.jspecify.annotations.NullMarked;
