/**
 * One route at work: the actors that follow the source's log shards and bucket shards, and the
 * limits they share.
 */
@NullMarked
package io.gyre.route;

import org.jspecify.annotations.NullMarked;
