package io.gyre.doctor;

import io.gyre.map.Mapping;

/**
 * What was seen of buckets and users at both ends.
 *
 * @param map where the source's things are at the destination
 */
public record Contents(
    Reply<BucketsLook> source,
    Reply<UsersLook> users,
    Reply<BucketsLook> destination,
    Mapping map) {}
