package io.troupe.benchmarks.scale;

import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import io.troupe.common.wire.BatchMessage;
import io.troupe.common.wire.StepsMessage;
import java.util.List;

/**
 * How long the messages are that carry Atari's frames, and how many rows one takes. What is in a row the simulation does
 * not need: its own messages have rows of one number ({@link #SLIM}).
 */
final class Frames {
    /** The most bytes of a message from a shard: an eighth of a stream's term of 4 MiB. */
    private static final int MAX_MESSAGE_BYTES = 512 * 1024;
    private static final int N = 3;
    private static final int STACK = 4;
    private static final EnvironmentSchema SCHEMA =
        new EnvironmentSchema(List.of(new ObservationColumn("frame", ElementType.UINT8, List.of(84, 84))), 18);
    private static final EnvironmentSchema SLIM_SCHEMA =
        new EnvironmentSchema(List.of(ObservationColumn.float32("state", 1)), 2);

    static final StepLayout SLIM = new StepLayout(SLIM_SCHEMA);
    static final WindowSpec SLIM_WINDOW = WindowSpec.nStep(SLIM_SCHEMA, N);

    private static final StepLayout LAYOUT = new StepLayout(SCHEMA);
    private static final BatchMessage BATCH = new BatchMessage(LAYOUT, WindowSpec.nStep(SCHEMA, N, STACK));

    private Frames() {
    }

    static long stepsBytes(int records) {
        return StepsMessage.length(LAYOUT.stride(), records, records);
    }

    static long batchBytes(int rows) {
        return BATCH.length(rows);
    }

    static int maxRows() {
        return BATCH.maxRows(MAX_MESSAGE_BYTES);
    }
}
