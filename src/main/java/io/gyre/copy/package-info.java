/**
 * Copying one object: what is asked for, how it ended, and the port that moves the bytes. Decisions
 * here are pure; the bytes flow in the adapters.
 */
@NullMarked
package io.gyre.copy;

import org.jspecify.annotations.NullMarked;
