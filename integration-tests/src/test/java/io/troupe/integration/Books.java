package io.troupe.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

/** Whether a run's summary accounts for every step, and agrees with what the shards' files hold. */
public final class Books {
    private Books() {
    }

    /** @return steps that were lost */
    public static long assertBalanced(RunFiles run) {
        JsonNode summary = run.summary();
        long produced = summary.get("transitions_produced").asLong();
        long stored = summary.get("transitions_stored").asLong();
        long lost = summary.get("transitions_lost").asLong();
        assertEquals(produced, stored + lost, () -> summary + run.evidence());
        assertEquals(run.storedSteps(), stored, () -> "the shards' files say otherwise: " + summary + run.evidence());
        assertEquals(stored, summary.get("env_steps").asLong(), () -> summary + run.evidence());
        assertTrue(lost >= 0, summary::toString);
        return lost;
    }
}
