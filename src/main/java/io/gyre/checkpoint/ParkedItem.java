package io.gyre.checkpoint;

/**
 * A parked entry and the number by which an operator names it.
 *
 * @param id never given to another entry
 */
public record ParkedItem(long id, ParkedEntry entry) {}
