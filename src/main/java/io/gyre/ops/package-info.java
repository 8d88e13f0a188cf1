/**
 * The HTTP server for operators: metrics, health, status, control, and the page in the browser. It
 * reads views that are made for it, at most one a second for all readers together, on threads of
 * its own; no actor is asked, and nothing of the replication waits for a reader.
 */
@NullMarked
package io.gyre.ops;

import org.jspecify.annotations.NullMarked;
