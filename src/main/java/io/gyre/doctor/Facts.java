package io.gyre.doctor;

import java.time.Instant;

/**
 * Everything that was asked, for one diagnosis.
 *
 * @param trim whether Gyre itself trims the source's logs
 * @param at when it was asked
 */
public record Facts(
    EndFacts source,
    SourceFacts sourceOnly,
    EndFacts destination,
    DestinationFacts destinationOnly,
    Contents contents,
    StateFacts state,
    boolean trim,
    Instant at) {}
