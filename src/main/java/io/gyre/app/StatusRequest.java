package io.gyre.app;

import io.gyre.config.GyreConfig;

/** What {@code status} is asked to print. */
public record StatusRequest(GyreConfig config, Output output) {}
