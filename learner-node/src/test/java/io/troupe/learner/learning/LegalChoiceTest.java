package io.troupe.learner.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.StepField;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.schema.WindowSpec.Anchor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Learner steps on n-step transitions with masks, against the plain twin. */
class LegalChoiceTest {
    private static final EnvironmentSchema SCHEMA =
        new EnvironmentSchema(Windows.SCHEMA.observations(), Windows.ACTIONS, true);
    /** The columns of {@link Windows}, and the mask of the state to bootstrap from behind them. */
    private static final WindowSpec WINDOW = masked();

    private final SampledBatch batch = new SampledBatch(new StepLayout(SCHEMA), WINDOW, Windows.ROWS);
    private final int[] masks = new int[Windows.ROWS];

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldBootstrapFromTheBestLegalActionAlone(boolean isDoubleQ) {
        SplittableRandom random = new SplittableRandom(1);
        int differing = 0;
        try (Learner learner = new Learner(Windows.NETWORK, WINDOW,
            Windows.settings(isDoubleQ, 1e-2, Windows.period(1000)), 1, new SplittableRandom(42))) {
            for (int step = 0; step < 20; step++) {
                fill(random);
                LearnerState before = learner.state();
                LearnerMetrics metrics = learner.step(batch);
                double[] weights = TwinNetwork.doubles(before.online());
                double[] target = TwinNetwork.doubles(before.target());
                double[] targets = TwinNetwork.targets(batch, weights, target, isDoubleQ,
                    (row, action) -> (masks[row] >> action & 1) == 1);
                double[] unmasked = TwinNetwork.targets(batch, weights, target, isDoubleQ);
                assertEquals(TwinNetwork.loss(batch, weights, targets), metrics.loss(), 1e-5);
                for (int row = 0; row < Windows.ROWS; row++) {
                    double q = TwinNetwork.q(weights,
                        TwinNetwork.state(batch, row, Anchor.START))[TwinNetwork.action(batch, row)];
                    assertEquals(Math.abs(targets[row] - q), metrics.priorities()[row], 1e-5);
                    differing += Math.abs(targets[row] - unmasked[row]) > 1e-3 ? 1 : 0;
                }
            }
        }
        assertTrue(differing > 50, "targets that the mask changes: " + differing);
    }

    @Test
    void shouldRefuseAWindowInWhichNoActionIsLegal() {
        fill(new SplittableRandom(2));
        batch.keys()[5] = 77;
        batch.column(maskColumn()).putByte(5, (byte) 0);
        LegalChoice legal = LegalChoice.afterTransitions(WINDOW, Windows.ACTIONS);
        TroupeException refused = assertThrows(TroupeException.class,
            () -> legal.of(batch, new float[Windows.ROWS * Windows.ACTIONS]));
        assertEquals(ErrorCode.WIRE_FORMAT, refused.code());
        assertTrue(refused.getMessage().contains("key 77"), refused.getMessage());
    }

    @Test
    void shouldLeaveTheValuesWhereTheyAreWithoutMasks() {
        float[] values = new float[Windows.ROWS * Windows.ACTIONS];
        assertSame(values, LegalChoice.afterTransitions(Windows.WINDOW, Windows.ACTIONS)
            .of(Windows.batch(), values));
    }

    private void fill(SplittableRandom random) {
        Windows.fill(batch, random);
        for (int row = 0; row < Windows.ROWS; row++) {
            masks[row] = 1 + random.nextInt((1 << Windows.ACTIONS) - 1);
            batch.column(maskColumn()).putByte(row, (byte) masks[row]);
        }
    }

    private static int maskColumn() {
        return WINDOW.columnOf(StepField.ACTION_MASK, Anchor.END);
    }

    private static WindowSpec masked() {
        List<WindowSpec.Column> columns = new ArrayList<>(Windows.WINDOW.columns());
        columns.add(new WindowSpec.Column(StepField.ACTION_MASK, Anchor.END, List.of(0)));
        return new WindowSpec(columns, 0, 1, Windows.N, 1);
    }
}
