/**
 * Compares a zone with its copy, another zone or a store, while both are in use. Listings are
 * merged as they come, so that memory does not grow with the zones; what is not equal is looked at
 * again until it is, or stays so. Which results follow from what was seen is decided by pure
 * classes: {@link io.gyre.check.KeyJoin}, {@link io.gyre.check.ListingComparison}, {@link
 * io.gyre.check.AttributeComparison}, {@link io.gyre.check.Looks}, {@link
 * io.gyre.check.Conclusion}. Nothing here writes to a zone: a repair is to be made of the results
 * by whoever copies.
 */
@NullMarked
package io.gyre.check;

import org.jspecify.annotations.NullMarked;
