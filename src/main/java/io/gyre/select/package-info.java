/**
 * What is replicated and what is left alone: pure decisions, made in the same way for a full pass,
 * entries of a log, parked entries and a comparison.
 */
@NullMarked
package io.gyre.select;

import org.jspecify.annotations.NullMarked;
