package io.troupe.common.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.troupe.common.agent.TimeAccount.State;
import org.junit.jupiter.api.Test;

class TimeAccountTest {
    private final TimeAccount time = new TimeAccount();

    @Test
    void shouldCountTheTimeUpToTheNextCycleAsWhatTheCycleWas() {
        cycle(1_000, State.WORKING);
        cycle(1_010, State.WAITING_FOR_INSERTS);
        cycle(1_110, State.WAITING_FOR_SAMPLES);
        cycle(2_110, State.LIMITED);
        cycle(12_110, State.WORKING);
        cycle(12_112, State.WORKING);
        assertEquals(new TimeSpent(12, 100, 1_000, 10_000), time.spent());
    }

    @Test
    void shouldNotCountWhatCameBeforeTheFirstCycleNorPauses() {
        cycle(5_000_000, State.PAUSED);
        cycle(6_000_000, State.WORKING);
        assertEquals(TimeSpent.NONE, time.spent());
        cycle(6_000_001, State.PAUSED);
        assertEquals(new TimeSpent(1, 0, 0, 0), time.spent());
    }

    private void cycle(long nowNs, State state) {
        time.begin(nowNs);
        time.is(state);
    }
}
