package io.gyre.app;

import io.gyre.check.Scope;
import io.gyre.config.GyreConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What {@code check} is asked to do.
 *
 * @param prefix of the keys that are compared; empty for all
 * @param patience how long what differs is looked at again
 * @param named differences that the text names
 * @param combined file that gets a line for each key; empty for none
 * @param repair what is done about what differs
 */
record CheckRequest(
    GyreConfig config,
    Scope scope,
    String prefix,
    Duration patience,
    Output output,
    int named,
    Optional<Path> combined,
    Repair repair) {}
