package io.troupe.actor.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.troupe.actor.acting.FakeQFunction;
import io.troupe.common.network.QFunction;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class QComparisonTest {
    private static final EnvironmentSchema SCHEMA =
        new EnvironmentSchema(List.of(ObservationColumn.float32("state", 1)), 2);

    /** Q is weights[a] · observation + a/8: (1, 1.125) and (−2, −1.875) here, (2, 1.125) and (−4, −1.875) there. */
    @Test
    void shouldActByTheFirstAndMeasureTheOther() {
        QFunction leading = function(1, 1);
        QFunction other = function(2, 1);
        QComparison comparison = new QComparison(SCHEMA, leading, other);
        float[] qValues = new float[4];
        show(comparison, 0, 1);
        show(comparison, 1, -2);
        comparison.evaluate(2, qValues);
        assertArrayEquals(new float[] {1, 1.125f, -2, -1.875f}, qValues);
        assertEquals(2, comparison.observations());
        assertEquals((1 + 2) / 4.0, comparison.meanDifference(), 1e-6);
        assertEquals(2, comparison.maxDifference(), 1e-6);
        assertEquals(0.5, comparison.agreement());

        show(comparison, 0, 0);
        comparison.evaluate(1, qValues);
        assertEquals(3, comparison.observations());
        assertEquals((1 + 2) / 6.0, comparison.meanDifference(), 1e-6);
        assertEquals(2 / 3.0, comparison.agreement(), 1e-12);
    }

    private static QFunction function(float... weights) {
        FakeQFunction function = new FakeQFunction(SCHEMA, 2);
        function.load(FakeQFunction.weights(weights));
        return function;
    }

    private static void show(QFunction function, int row, float observation) {
        function.input(0).putFloat(4 * row, observation, ByteOrder.LITTLE_ENDIAN);
        function.show(row, row, QFunction.NO_ACTION, 0);
    }
}
