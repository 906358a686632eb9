package io.troupe.common.network;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Q-values of many observations at once, without gradients. Used by one thread. The caller writes rows into the input
 * buffers, says with {@link #show} whose they are, calls {@link #evaluate}, and reads the result: nothing is allocated
 * in Java outside the engine's own calls. What a network with a memory remembers is kept here, for each lane.
 */
public interface QFunction extends AutoCloseable {
    /** Stands for the action before an episode's first observation. */
    int NO_ACTION = -1;

    /** Rows that one call can take, and lanes that it can remember: 0 … maxRows − 1. */
    int maxRows();

    int actionCount();

    /**
     * Where the rows of an observation column are written, one after the other, as they are stored in a step record
     * (little-endian, {@code ObservationColumn.bytes()} each).
     */
    MutableDirectBuffer input(int column);

    /**
     * Row {@code row} of the next call is what lane {@code lane} sees after this action and its reward. With {@link
     * #NO_ACTION} an episode begins, and what was remembered of the lane is forgotten. A lane may have one row in a
     * call. A function without a memory does nothing.
     */
    default void show(int row, int lane, int previousAction, float previousReward) {
    }

    /** Writes Q(s, a) of rows 0 … rows − 1, row-major, into {@code qValues} (rows × actionCount). */
    void evaluate(int rows, float[] qValues);

    /**
     * As {@link #evaluate(int, float[])}, and tells what the network looked at for the newest observations of the rows
     * that are watched. Costs some calls of the engine for each of them, and nothing for the others.
     */
    default void evaluate(int rows, float[] qValues, AttentionWatcher watcher) {
        evaluate(rows, qValues);
    }

    /**
     * Q-values of one row of the last {@link #evaluate} as they would be if attention could not look at one of the
     * steps that it was shown: in {@code qValues} a row for each of {@code hidden}. Nothing of it is remembered.
     *
     * @param hidden which step, 0 … steps − 1, the oldest first as in an {@link AttentionReading}; at most maxRows of
     *               them
     * @return false, and nothing written, where the function is not shown steps to attend to
     */
    default boolean evaluateHiding(int row, int[] hidden, float[] qValues) {
        return false;
    }

    /** Bytes of a lane's recurrent state; 0 where the network has none. */
    default int stateBytes() {
        return 0;
    }

    /** Writes the lane's recurrent state: what was remembered before the observation that it is shown next. */
    default void storeState(int lane, MutableDirectBuffer target, int offset) {
    }

    /** Takes over new weights: float32, little-endian, in the layout's order. */
    void load(DirectBuffer weights);

    @Override
    void close();
}
