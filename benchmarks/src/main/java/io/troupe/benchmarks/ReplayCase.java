package io.troupe.benchmarks;

import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.schema.WindowSpec;
import java.util.List;

/**
 * Steps of one kind, and the windows that are sampled of them.
 *
 * @param windows   that the shard holds
 * @param copyBytes bytes of a row that lie together in the log: what a plain copy copies at once
 * @param copies    plain copies for a row
 */
record ReplayCase(String name, StepLayout layout, WindowSpec window, int windows, int copyBytes, int copies) {
    private static final int N = 3;
    private static final int FRAME_BYTES = 84 * 84;
    private static final int STACK = 4;

    /** CartPole: a window's four records of 40 bytes lie together. */
    static ReplayCase cartPole(int windows) {
        EnvironmentSchema schema = new EnvironmentSchema(List.of(ObservationColumn.float32("state", 4)), 2);
        StepLayout layout = new StepLayout(schema);
        WindowSpec window = WindowSpec.nStep(schema, N);
        return new ReplayCase("cartpole-2^20", layout, window, windows, (N + 1) * layout.stride(), 1);
    }

    /** Atari's frames, stacked as they are sampled: eight frames a row. */
    static ReplayCase frames(int windows) {
        EnvironmentSchema schema =
            new EnvironmentSchema(List.of(new ObservationColumn("frame", ElementType.UINT8, List.of(84, 84))), 18);
        WindowSpec window = WindowSpec.nStep(schema, N, STACK);
        return new ReplayCase("frames-84x84-stack4", new StepLayout(schema), window, windows, FRAME_BYTES, 2 * STACK);
    }
}
