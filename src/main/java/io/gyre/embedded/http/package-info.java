/**
 * Requests as the gateway sees them (raw path and query, unchanged headers) and the answers it
 * gives, with XML, JSON and error bodies in the real gateway's form.
 */
@NullMarked
package io.gyre.embedded.http;

import org.jspecify.annotations.NullMarked;
