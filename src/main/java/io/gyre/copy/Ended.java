package io.gyre.copy;

/**
 * How one task ended.
 *
 * @param bytes copied
 */
public record Ended(CopyOutcome outcome, long bytes) {}
