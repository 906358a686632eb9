package io.troupe.common.exploration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ExplorationLadderTest {
    @Test
    void shouldGoFromEpsilonToEpsilonToOnePlusAlpha() {
        ExplorationLadder ladder = new ExplorationLadder(0.4, 7, 8);
        assertEquals(0.4, ladder.epsilon(0), 1e-15);
        assertEquals(0.16, ladder.epsilon(1), 1e-15);
        assertEquals(Math.pow(0.4, 8), ladder.epsilon(7), 1e-15);
    }

    @Test
    void shouldBeEpsilonAloneForOneLane() {
        assertEquals(0.4, new ExplorationLadder(0.4, 7, 1).epsilon(0));
    }

    @Test
    void shouldRefuseWhatIsNoRate() {
        for (double epsilon : new double[] {0, -0.1, 1.5, Double.NaN}) {
            Exception refused =
                assertThrows(IllegalArgumentException.class, () -> new ExplorationLadder(epsilon, 7, 8));
            assertTrue(refused.getMessage().contains("epsilon is " + epsilon), refused.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> new ExplorationLadder(0.4, 7, 8).epsilon(8));
    }
}
