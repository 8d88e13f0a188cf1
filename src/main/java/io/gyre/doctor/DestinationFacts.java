package io.gyre.doctor;

/**
 * What is asked of the destination only.
 *
 * @param lease whether its gateway can keep the lease of a route
 */
public record DestinationFacts(Reply<Boolean> lease) {}
