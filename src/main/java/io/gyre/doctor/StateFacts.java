package io.gyre.doctor;

import io.gyre.checkpoint.RouteIdentity;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The state directory of the configuration, on this host.
 *
 * @param writable by this user; one that is not there: whether it can be made
 * @param freeBytes on its file system
 * @param process that replicates with it now
 * @param route of the checkpoint in it; empty when there is none yet
 * @param problem why the checkpoint cannot be used
 */
public record StateFacts(
    Path directory,
    boolean exists,
    boolean writable,
    long freeBytes,
    OptionalLong process,
    Optional<RouteIdentity> route,
    Optional<StateProblem> problem) {}
