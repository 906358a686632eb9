package io.troupe.learner.sampling;

import io.troupe.common.schema.StepField;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.BatchMessage;
import java.nio.ByteOrder;
import java.util.stream.IntStream;

/** Tells whether rows can be what a shard has drawn: an impossible one would end the learner that indexes by it. */
final class BatchCheck {
    private static final int ENDS = BatchMessage.END_TERMINATED | BatchMessage.END_TRUNCATED;

    private final int horizon;
    private final int lookBack;
    private final int actionCount;
    private final int[] actionColumns;

    BatchCheck(StepLayout layout, WindowSpec window) {
        horizon = window.horizon();
        lookBack = window.lookBack();
        actionCount = layout.schema().actionCount();
        actionColumns = IntStream.range(0, window.columns().size())
            .filter(column -> window.columns().get(column).field().equals(StepField.ACTION)).toArray();
    }

    boolean isPossible(BatchMessage message) {
        for (int row = 0; row < message.rows(); row++) {
            double probability = message.drawProbability(row);
            int steps = message.validSteps(row);
            if (!(probability > 0 && probability <= 1) || steps < 1 || steps > horizon
                || message.lookBack(row) < 0 || message.lookBack(row) > lookBack || (message.ends(row) & ~ENDS) != 0) {
                return false;
            }
        }
        for (int column : actionColumns) {
            int from = message.columnOffset(column);
            int to = from + message.rows() * message.rowBytes(column);
            for (int at = from; at < to; at += Integer.BYTES) {
                int action = message.buffer().getInt(at, ByteOrder.LITTLE_ENDIAN);
                if (action < 0 || action >= actionCount) {
                    return false;
                }
            }
        }
        return true;
    }
}
