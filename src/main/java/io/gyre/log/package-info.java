/**
 * What the source's logs say: their shards, entries and positions, and in which order entries may
 * be worked on. Pure: it knows neither actors nor HTTP.
 */
@NullMarked
package io.gyre.log;

import org.jspecify.annotations.NullMarked;
