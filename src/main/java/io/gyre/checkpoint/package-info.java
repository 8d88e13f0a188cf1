/**
 * What is durable: log positions, bucket shards, buckets, parked entries. The port says what each
 * write guarantees; the JDBC adapter keeps it in SQLite.
 */
@NullMarked
package io.gyre.checkpoint;

import org.jspecify.annotations.NullMarked;
