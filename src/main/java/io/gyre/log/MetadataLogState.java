package io.gyre.log;

/**
 * The source's metadata log.
 *
 * @param shards how many log shards it has
 * @param period the oldest period that it still has entries of
 */
public record MetadataLogState(int shards, String period) {}
