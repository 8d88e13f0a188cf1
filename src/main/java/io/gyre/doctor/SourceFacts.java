package io.gyre.doctor;

/**
 * What is asked of the source only.
 *
 * @param metadataLog whether its gateway has a metadata log to show
 */
public record SourceFacts(
    Reply<Boolean> metadataLog, Reply<DataLogReach> dataLog, Reply<LifecycleLook> lifecycle) {}
