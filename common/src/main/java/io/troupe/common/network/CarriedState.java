package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.BufferUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A recurrent state for each lane, carried from call to call. */
final class CarriedState implements LaneMemory {
    private static final int ALIGNMENT = 64;

    private final ObservationInputs inputs;
    private final int stateSize;
    private final int stateBytes;
    private final UnsafeBuffer states;
    private final ByteBuffer shownBytes;
    private final UnsafeBuffer shown;
    private final int[] laneOfRow;

    CarriedState(ObservationInputs inputs, int maxRows, int stateSize) {
        this.inputs = inputs;
        this.stateSize = stateSize;
        stateBytes = stateSize * Float.BYTES;
        states = new UnsafeBuffer(new byte[Math.multiplyExact(maxRows, stateBytes)]);
        shownBytes = BufferUtil.allocateDirectAligned(states.capacity(), ALIGNMENT).order(ByteOrder.nativeOrder());
        shown = new UnsafeBuffer(shownBytes);
        laneOfRow = new int[maxRows];
    }

    @Override
    public void show(int row, int lane, boolean isEpisodeStart) {
        laneOfRow[row] = lane;
        if (isEpisodeStart) {
            states.setMemory(lane * stateBytes, stateBytes, (byte) 0);
        }
        shown.putBytes(row * stateBytes, states, lane * stateBytes, stateBytes);
    }

    @Override
    public NetworkInput input(NDManager call, int rows) {
        shownBytes.clear().limit(rows * stateBytes);
        NDArray state = call.create(shownBytes, new Shape(rows, stateSize), DataType.FLOAT32);
        return new NetworkInput(inputs.arrays(call, rows), state, rows, 1);
    }

    @Override
    public void take(NetworkOutput output, int rows, float[] qValues) {
        inputs.copy(output.qValues(), qValues, rows);
        ByteBuffer after = output.state().toByteBuffer(true);
        for (int row = 0; row < rows; row++) {
            states.putBytes(laneOfRow[row] * stateBytes, after, row * stateBytes, stateBytes);
        }
    }

    @Override
    public void storeState(int lane, MutableDirectBuffer target, int offset) {
        target.putBytes(offset, states, lane * stateBytes, stateBytes);
    }
}
