package io.gyre.config.agent;

import io.gyre.config.GyreConfig;
import java.util.List;

/**
 * What radosgw-agent's flags and file ask for, in Gyre's terms.
 *
 * @param once one full pass, then exit ({@code sync_scope: full}); else for ever
 * @param warnings one line each, for the operator: what was given and has no effect, and why
 */
public record AgentRun(
    GyreConfig config, boolean once, boolean verbose, boolean quiet, List<String> warnings) {

  /** Copies the list. */
  public AgentRun {
    warnings = List.copyOf(warnings);
  }
}
