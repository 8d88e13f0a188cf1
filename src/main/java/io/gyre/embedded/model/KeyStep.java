package io.gyre.embedded.model;

import java.util.List;

/** What an operation makes of a key, and what the bucket index log says about it, in order. */
record KeyStep(KeyState next, List<IndexChange> changes) {}
