package io.gyre.check;

import io.gyre.log.ListedVersion;
import java.util.List;

/**
 * What the listings of both ends have of one key.
 *
 * @param source newest version first; empty where the source does not list the key
 * @param destination the same of the destination
 */
record KeyPair(String key, List<ListedVersion> source, List<ListedVersion> destination) {}
