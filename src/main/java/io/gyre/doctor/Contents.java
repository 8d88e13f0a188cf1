package io.gyre.doctor;

import io.gyre.map.Places;

/**
 * What was seen of buckets and users at both ends.
 *
 * @param places where the source's buckets are at the destination
 */
public record Contents(
    Reply<BucketsLook> source,
    Reply<UsersLook> users,
    Reply<BucketsLook> destination,
    Places places) {}
