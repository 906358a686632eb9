package io.troupe.replay.shard;

import io.troupe.common.schema.ElementType;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import io.troupe.common.schema.StepLayout;
import io.troupe.common.wire.StepsMessage;
import java.nio.ByteOrder;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Records made from letters, one each: S first step of an episode, s step, T terminated step, U truncated step, C
 * closing record, X an episode of one terminated step, Y an episode's only step, truncated. Record r of lane l has
 * observation 1000·l + r, action r mod 2, reward r + 0.5 and weights version 10·r, so that a row shows where it was
 * cut from.
 */
final class Trajectory {
    static final StepLayout LAYOUT = new StepLayout(new EnvironmentSchema(
        List.of(ObservationColumn.float32("position", 1), new ObservationColumn("pixels",
            ElementType.UINT8, List.of(3, 3))), 2));
    /** The same records with recurrent states of 12 bytes: lane, record number, their sum. */
    static final StepLayout STATE_LAYOUT = new StepLayout(LAYOUT.schema(), 12);
    static final int SENDER = 77;
    private static final long[] NO_STATES = {};

    private final UnsafeBuffer memory = new UnsafeBuffer(new byte[65536]);
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[LAYOUT.stride()]);
    private final UnsafeBuffer state = new UnsafeBuffer(new byte[STATE_LAYOUT.stateBytes()]);
    private final StepsMessage message;

    /** Without recurrent states. */
    Trajectory() {
        this(LAYOUT);
    }

    Trajectory(StepLayout layout) {
        message = new StepsMessage(layout.stride(), layout.stateBytes());
    }

    /** A message of these records; priorities are pairs of record number and priority. */
    StepsMessage message(long laneId, int epoch, long first, String letters, Number... priorities) {
        return message(laneId, epoch, first, letters, NO_STATES, priorities);
    }

    /** A message that brings the recurrent states before some records too. */
    StepsMessage message(long laneId, int epoch, long first, String letters, long[] states, Number... priorities) {
        return messageOf(SENDER, laneId, epoch, first, letters, states, priorities);
    }

    /** The same of another sender. */
    StepsMessage messageOf(int senderNodeId, long laneId, int epoch, long first, String letters, long[] states,
                           Number... priorities) {
        message.begin(memory, 0, laneId, epoch, senderNodeId, first, letters.length(), priorities.length / 2,
            states.length);
        for (int i = 0; i < letters.length(); i++) {
            message.putRecord(i, record(laneId, first + i, letters.charAt(i)), 0);
        }
        for (int i = 0; i < priorities.length / 2; i++) {
            message.putPriority(i, priorities[2 * i].longValue(), priorities[2 * i + 1].floatValue());
        }
        for (int i = 0; i < states.length; i++) {
            state.putInt(0, (int) laneId);
            state.putInt(4, (int) states[i]);
            state.putInt(8, (int) (laneId + states[i]));
            message.putState(i, states[i], state, 0);
        }
        return message;
    }

    private UnsafeBuffer record(long laneId, long number, char letter) {
        record.setMemory(0, LAYOUT.stride(), (byte) 0);
        record.putLong(StepLayout.WEIGHTS_VERSION_OFFSET, 10 * number, ByteOrder.LITTLE_ENDIAN);
        record.putFloat(StepLayout.REWARD_OFFSET, number + 0.5f, ByteOrder.LITTLE_ENDIAN);
        record.putInt(StepLayout.ACTION_OFFSET, (int) (number % 2), ByteOrder.LITTLE_ENDIAN);
        record.putInt(StepLayout.FLAGS_OFFSET, flags(letter), ByteOrder.LITTLE_ENDIAN);
        record.putFloat(LAYOUT.columnOffset(0), 1000 * laneId + number, ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 9; i++) {
            record.putByte(LAYOUT.columnOffset(1) + i, (byte) (number + i));
        }
        return record;
    }

    static int flags(char letter) {
        return switch (letter) {
            case 'S' -> StepLayout.FLAG_EPISODE_START;
            case 's' -> 0;
            case 'T' -> StepLayout.FLAG_TERMINATED;
            case 'U' -> StepLayout.FLAG_TRUNCATED;
            case 'C' -> StepLayout.FLAG_CLOSING;
            case 'X' -> StepLayout.FLAG_EPISODE_START | StepLayout.FLAG_TERMINATED;
            case 'Y' -> StepLayout.FLAG_EPISODE_START | StepLayout.FLAG_TRUNCATED;
            default -> throw new IllegalArgumentException("no record is called " + letter);
        };
    }
}
