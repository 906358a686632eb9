package io.troupe.common.network;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Q-values of many observations at once, without gradients. Used by one thread. The caller writes rows into the input
 * buffers, calls {@link #evaluate}, and reads the result: nothing is allocated in Java outside the engine's own calls.
 */
public interface QFunction extends AutoCloseable {
    /** Rows that one call can take. */
    int maxRows();

    int actionCount();

    /**
     * Where the rows of an observation column are written, one after the other, as they are stored in a step record
     * (little-endian, {@code ObservationColumn.bytes()} each).
     */
    MutableDirectBuffer input(int column);

    /** Writes Q(s, a) of rows 0 … rows − 1, row-major, into {@code qValues} (rows × actionCount). */
    void evaluate(int rows, float[] qValues);

    /** Takes over new weights: float32, little-endian, in the layout's order. */
    void load(DirectBuffer weights);

    @Override
    void close();
}
