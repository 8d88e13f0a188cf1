package io.gyre.s3;

/**
 * A good (2xx) answer whose body has not been read yet. It has to be read to its end, or cancelled.
 */
public record OpenAnswer(S3Answer.Headers headers, SlicedBody body) {}
