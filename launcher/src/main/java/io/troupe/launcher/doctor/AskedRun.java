package io.troupe.launcher.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.troupe.common.error.TroupeException;

/** What the doctor asks of a run. */
public interface AskedRun {
    /** As {@code /api/v1/status}. */
    JsonNode status();

    /** As {@code /api/v1/replay}; a missing node where a shard does not answer. */
    JsonNode replay();

    /** As {@code /api/v1/ledger}: of each lane, who produces its steps. */
    JsonNode ledger();

    /** As {@code /api/v1/config}. */
    JsonNode configuration();

    /** As {@code /api/v1/log}: what happened, oldest first. */
    JsonNode log();

    /**
     * A stored step that has not been drawn yet, the likeliest to be drawn next, as {@code /api/v1/replay/top} tells of
     * it: {@code step}, and {@code priority} before any draw. Null where there is none.
     */
    JsonNode undrawn();

    /**
     * As {@code /api/v1/replay/steps/…}; null where it is not there any more, or its shard is silent.
     *
     * @throws TroupeException where the run does not answer
     */
    JsonNode step(String step);

    /** Seconds by which the run's wall clock is ahead of this one's; NaN where it is not known. */
    double clockSkewS();
}
