package io.gyre.doctor;

import java.time.Duration;
import java.util.Optional;

/**
 * What anybody may learn of an endpoint, whatever the credentials.
 *
 * @param roundTrip of one small request
 * @param ahead how far its clock is ahead of ours, to about a second; negative when it is behind,
 *     empty when its answer had no date
 * @param version of Ceph, where the gateway says it
 */
public record Greeting(Duration roundTrip, Optional<Duration> ahead, Optional<String> version) {}
