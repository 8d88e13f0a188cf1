/**
 * Who is calling: SigV2 and SigV4 checks, presigned queries and signed chunks. A wrong signature
 * never reaches a handler.
 */
@NullMarked
package io.gyre.embedded.auth;

import org.jspecify.annotations.NullMarked;
