package io.gyre.doctor;

import java.time.Instant;

/**
 * Everything that was asked, for one diagnosis.
 *
 * @param target the destination
 * @param trim whether Gyre itself trims the source's logs
 * @param at when it was asked
 */
public record Facts(
    EndFacts source,
    SourceFacts sourceOnly,
    Target target,
    Contents contents,
    StateFacts state,
    boolean trim,
    Instant at) {}
