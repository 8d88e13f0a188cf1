package io.gyre.doctor;

import java.util.List;

/**
 * What is asked of the destination only.
 *
 * @param lease whether its gateway can keep the lease of a route
 * @param missingUsers those that it is to have by the configuration, and has not
 */
public record DestinationFacts(Reply<Boolean> lease, Reply<List<String>> missingUsers) {}
