package io.gyre.log;

/**
 * The source's metadata log.
 *
 * @param shards how many log shards it has
 * @param period the period that is written now; each period has a log of its own
 */
public record MetadataLogState(int shards, String period) {}
