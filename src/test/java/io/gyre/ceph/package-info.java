/**
 * Two real Ceph clusters for the integration tests of this JVM, started by {@code
 * bench/ceph/clusters} when the first test that needs them runs. Annotate a test class with {@link
 * io.gyre.ceph.RealCeph} and take a {@link io.gyre.ceph.CephPair} as a parameter.
 */
@NullMarked
package io.gyre.ceph;

import org.jspecify.annotations.NullMarked;
