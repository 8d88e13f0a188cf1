/**
 * Users, buckets and bucket instances: what the destination must get of what the source has, and in
 * which order. The port reads and writes one zone's metadata; the plans are pure.
 */
@NullMarked
package io.gyre.metadata;

import org.jspecify.annotations.NullMarked;
