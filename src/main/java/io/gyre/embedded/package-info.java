/**
 * A small gateway in this JVM: enough of RGW and S3 for the demo, tests and benches. It answers as
 * Ceph 16.2.15 does, including what is odd about it.
 */
@NullMarked
package io.gyre.embedded;

import org.jspecify.annotations.NullMarked;
