/** The program: its commands, how the parts are wired, and the order in which they stop. */
@NullMarked
package io.gyre.app;

import org.jspecify.annotations.NullMarked;
