package io.gyre.doctor;

import io.gyre.metadata.ZoneFacts;
import java.util.Optional;

/**
 * What is known about a route that is to be ended, so that its destination takes the source's
 * place.
 *
 * @param command how this configuration is named on the command line: {@code --config FILE}
 * @param source the zone that is left
 * @param sourceReadOnly whether it lets only system users write
 * @param destination the zone that takes its place; empty for a store
 * @param destinationReadOnly whether it lets only system users write
 * @param master whether it is the master zone of its realm, or has none
 * @param endpoint of the destination
 * @param rules whether buckets of the source have lifecycle rules, as far as is known
 * @param running whether a process replicates the route now
 */
public record CutoverFacts(
    String command,
    ZoneFacts source,
    boolean sourceReadOnly,
    Optional<ZoneFacts> destination,
    boolean destinationReadOnly,
    boolean master,
    String endpoint,
    boolean rules,
    boolean running) {}
