package io.troupe.integration;

import io.troupe.common.network.QFunction;
import java.nio.ByteOrder;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A network, with a note of what it remembered before each observation. */
final class RecordingQFunction implements QFunction {
    private final QFunction network;
    private final UnsafeBuffer state;
    private final Map<Long, byte[]> remembered;

    /** @param remembered takes the notes: the state before the observation of this {@link #key} */
    RecordingQFunction(QFunction network, Map<Long, byte[]> remembered) {
        this.network = network;
        this.remembered = remembered;
        state = new UnsafeBuffer(new byte[network.stateBytes()]);
    }

    /** The observation's first eight bytes, by which notes are found. */
    static long key(DirectBuffer source, int offset) {
        return source.getLong(offset, ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public int maxRows() {
        return network.maxRows();
    }

    @Override
    public int actionCount() {
        return network.actionCount();
    }

    @Override
    public MutableDirectBuffer input(int column) {
        return network.input(column);
    }

    @Override
    public void show(int row, int lane, int previousAction, float previousReward) {
        network.show(row, lane, previousAction, previousReward);
        network.storeState(lane, state, 0);
        remembered.put(key(input(0), row * 8), state.byteArray().clone());
    }

    @Override
    public void evaluate(int rowCount, float[] qValues) {
        network.evaluate(rowCount, qValues);
    }

    @Override
    public int stateBytes() {
        return network.stateBytes();
    }

    @Override
    public void storeState(int lane, MutableDirectBuffer target, int offset) {
        network.storeState(lane, target, offset);
    }

    @Override
    public void load(DirectBuffer weights) {
        network.load(weights);
    }

    @Override
    public void close() {
        network.close();
    }
}
