package io.gyre.embedded.model;

/** A tag of a bucket or an object. */
public record Tag(String key, String value) {}
