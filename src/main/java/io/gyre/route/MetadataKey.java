package io.gyre.route;

/**
 * One metadata object of the source.
 *
 * @param section {@code user}, {@code bucket}, {@code bucket.instance}, …
 * @param key within the section
 */
public record MetadataKey(String section, String key) {}
