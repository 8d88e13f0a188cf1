package io.gyre.embedded.model;

import java.time.Instant;

/** How long a version must be kept. The mode is GOVERNANCE or COMPLIANCE. */
public record Retention(String mode, Instant until) {}
