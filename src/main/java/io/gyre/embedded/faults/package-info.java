/** What an embedded gateway is told to do wrong, to see what becomes of its clients. */
@NullMarked
package io.gyre.embedded.faults;

import org.jspecify.annotations.NullMarked;
