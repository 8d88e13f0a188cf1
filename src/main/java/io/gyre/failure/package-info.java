/**
 * How a call to an endpoint failed, and what follows from it: a class of failure, the exception
 * that carries it, and when to try again. Pure.
 */
@NullMarked
package io.gyre.failure;

import org.jspecify.annotations.NullMarked;
