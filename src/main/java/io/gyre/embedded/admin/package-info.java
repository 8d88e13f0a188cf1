/**
 * The admin side: logs, metadata, users, bucket statistics and topology, in the real gateway's JSON
 * with its quirks.
 */
@NullMarked
package io.gyre.embedded.admin;

import org.jspecify.annotations.NullMarked;
