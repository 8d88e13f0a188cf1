package io.gyre.embedded.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One object of the metadata API. {@code data} is shared and must never be changed in place; {@code
 * mtime} is in nanoseconds since the epoch.
 */
public record MetaObject(ObjectNode data, MetaVersion version, long mtime) {}
