package io.troupe.common.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class ActionMaskTest {
    private static final List<ObservationColumn> COLUMNS = List.of(ObservationColumn.float32("state", 1));
    private static final int ACTIONS = 19;
    private static final int RECORD = 24;

    private final StepLayout layout = new StepLayout(new EnvironmentSchema(COLUMNS, ACTIONS, true));
    private final ActionMask mask = new ActionMask(layout);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[RECORD + layout.stride()]);

    @Test
    void shouldChooseTheLegalActionOfTheLargestValueTheLowestOfEquals() {
        float[] qValues = new float[2 * ACTIONS];
        for (int action = 0; action < ACTIONS; action++) {
            qValues[ACTIONS + action] = action;
        }
        qValues[ACTIONS + 3] = 9;
        legal(3, 7, 9);
        assertEquals(3, mask.greedy(qValues, 1, buffer, RECORD));
        legal(0, 18);
        assertEquals(18, mask.greedy(qValues, 1, buffer, RECORD));
        assertEquals(0, mask.greedy(qValues, 0, buffer, RECORD));
        legal();
        assertEquals(-1, mask.greedy(qValues, 0, buffer, RECORD));
        assertThrows(IllegalStateException.class, () -> mask.check(buffer, RECORD));
    }

    @Test
    void shouldDrawEachLegalActionEquallyOften() {
        legal(2, 8, 15, 18);
        assertEquals(4, mask.count(buffer, RECORD));
        int[] drawn = new int[ACTIONS];
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 8_000; i++) {
            drawn[mask.random(random, buffer, RECORD)]++;
        }
        for (int action : List.of(2, 8, 15, 18)) {
            assertEquals(2_000, drawn[action], 150);
        }
    }

    @Test
    void shouldDrawAsBeforeWhereThereIsNoMask() {
        ActionMask none = new ActionMask(new StepLayout(new EnvironmentSchema(COLUMNS, ACTIONS)));
        SplittableRandom random = new SplittableRandom(6);
        SplittableRandom twin = new SplittableRandom(6);
        for (int i = 0; i < 100; i++) {
            assertEquals(twin.nextInt(ACTIONS), none.random(random, buffer, RECORD));
        }
        assertTrue(none.isLegal(buffer, RECORD, ACTIONS - 1));
        none.check(buffer, RECORD);
    }

    /** Recorded experience of environments without masks stays readable. */
    @Test
    void shouldChangeTheFingerprintOfLayoutAndWindowAndOnlyWhereItIs() {
        EnvironmentSchema plain = new EnvironmentSchema(COLUMNS, ACTIONS);
        assertEquals("step-v2 EnvironmentSchema[observations=[ObservationColumn[name=state, type=FLOAT32, shape=[1]]],"
            + " actionCount=19, hasActionMask=false] stride=24", new StepLayout(plain).fingerprint());
        assertNotEquals(new StepLayout(plain).fingerprint(), layout.fingerprint());
        assertNotEquals(WindowSpec.nStep(plain, 3).fingerprint(), WindowSpec.nStep(layout.schema(), 3).fingerprint());
        assertNotEquals(WindowSpec.sequence(new StepLayout(plain), 1, 4, 2, 2).fingerprint(),
            WindowSpec.sequence(layout, 1, 4, 2, 2).fingerprint());
    }

    private void legal(int... actions) {
        int at = RECORD + layout.actionMaskOffset();
        buffer.setMemory(at, layout.actionMaskBytes(), (byte) 0);
        for (int action : actions) {
            buffer.putByte(at + action / 8, (byte) (buffer.getByte(at + action / 8) | 1 << action % 8));
        }
    }
}
