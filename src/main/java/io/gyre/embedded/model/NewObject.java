package io.gyre.embedded.model;

/**
 * An object to be stored. {@code versionId} and {@code epoch} are what a system user asks for;
 * empty and 0 otherwise.
 */
public record NewObject(
    String key, Content content, Attributes attributes, String versionId, long epoch) {}
