/**
 * What {@code gyre demo} shows: two embedded zones, users who write to the one, the replicator
 * between them, and a comparison of both in the end. It knows the replicator by an interface only,
 * so that the demo runs what {@code gyre sync} runs.
 */
@NullMarked
package io.gyre.app.demo;

import org.jspecify.annotations.NullMarked;
