package io.gyre.doctor;

/** What was seen of buckets and users at both ends. */
public record Contents(
    Reply<BucketsLook> source, Reply<UsersLook> users, Reply<BucketsLook> destination) {}
