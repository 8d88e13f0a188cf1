/**
 * What a zone stores: users, buckets, versions of keys, and the logs that tell of changes. Pure: no
 * HTTP, no actors, time comes from a clock.
 */
@NullMarked
package io.gyre.embedded.model;

import org.jspecify.annotations.NullMarked;
