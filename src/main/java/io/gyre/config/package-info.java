/**
 * What an operator can set: records that validate themselves, read from YAML, the environment and
 * radosgw-agent's files. All problems of a configuration are reported at once, and secrets are
 * never shown.
 */
@NullMarked
package io.gyre.config;

import org.jspecify.annotations.NullMarked;
