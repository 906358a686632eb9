package io.troupe.actor.acting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.troupe.common.config.LearningSettings.Sequence;
import io.troupe.common.config.LearningSettings.Sequence.LossAt;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

class SequenceStatesTest implements SequenceStates.Sink {
    private static final int N = 2;
    private static final Sequence SEQUENCE = new Sequence(4, 3, 2, 0.5, LossAt.EVERY_STEP, true);

    private final List<String> told = new ArrayList<>();
    private final FakeQFunction qFunction =
        new FakeQFunction(new EnvironmentSchema(List.of(ObservationColumn.float32("x", 1)), 2), 2, 8);
    private final SequenceStates states = new SequenceStates(SEQUENCE, N, 8, this);
    private final FirstPriorities priorities = new FirstPriorities(N, 0.9, new SequencePriorities(SEQUENCE, states));
    private final float[] qValues = new float[4];

    @Override
    public void onPriority(long startRecord, long completingRecord, float priority) {
        told.add(startRecord + " by " + completingRecord);
    }

    @Override
    public void onState(long record, long completingRecord, DirectBuffer source, int offset) {
        told.add("state of " + record + " by " + completingRecord + ": "
            + source.getInt(offset, ByteOrder.LITTLE_ENDIAN));
    }

    @Test
    void shouldTellTheStateOfEachBeginButTheEpisodesFirst() {
        qFunction.load(FakeQFunction.weights(0, 0));
        play(10, 9, true);
        // Starts 10, 12, 14 of the grid and 15 at the end; the first two begin with the episode or would before it.
        assertEquals(List.of("10 by 15", "12 by 17", "14 by 18", "state of 11 by 18: 1", "15 by 18",
            "state of 12 by 18: 2"), told);
        told.clear();
        play(19, 8, false);
        assertEquals(List.of("19 by 24", "21 by 26", "23 by 27", "state of 20 by 27: 1"), told);
    }

    private void play(long first, int steps, boolean isTerminated) {
        priorities.beginEpisode(first);
        for (int t = 0; t < steps + (isTerminated ? 0 : 1); t++) {
            qFunction.show(0, 1, t == 0 ? -1 : 0, 0);
            if (t < steps) {
                states.keep(qFunction, 1, first + t);
            }
            qFunction.evaluate(1, qValues);
            if (t < steps) {
                priorities.onMaxQ(0);
                priorities.onStep(0, 0);
            }
        }
        if (isTerminated) {
            priorities.onTerminated();
        } else {
            priorities.onTruncated(0);
        }
    }
}
