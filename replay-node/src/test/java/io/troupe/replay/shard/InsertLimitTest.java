package io.troupe.replay.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.replay.log.StateSpec;
import io.troupe.replay.log.StepLog;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InsertLimitTest {
    @TempDir
    Path folder;
    private StepLog log;
    private InsertLimit limit;
    private long storedSteps;

    @BeforeEach
    void open() {
        log = new StepLog(folder, Trajectory.LAYOUT, 30, 10, StateSpec.NONE, () -> 1);
        limit = new InsertLimit(log.numbers(), () -> storedSteps);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void shouldLetANewStoreTakeWhatComes() {
        storedSteps = Long.MAX_VALUE - 1;
        assertFalse(limit.isReached());
    }

    @Test
    void shouldBeReachedWithTheLastStepThatIsAllowed() {
        limit.set(5);
        storedSteps = 4;
        assertFalse(limit.isReached());
        storedSteps = 5;
        assertTrue(limit.isReached());
        limit.set(6);
        assertFalse(limit.isReached());
    }

    @Test
    void shouldHoldAfterARestart() {
        limit.set(5);
        close();
        open();
        assertEquals(5, log.numbers().insertLimitSteps());
        storedSteps = 5;
        assertTrue(limit.isReached());
    }

    @Test
    void shouldStopNobodyOnceTheShardLeaves() {
        limit.set(5);
        storedSteps = 5;
        limit.drain();
        assertFalse(limit.isReached());
        assertTrue(limit.isDraining());
    }
}
