package io.troupe.common.network;

import ai.djl.ndarray.NDManager;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The last observations of each lane, which a network that looks back is shown again with every new one: the oldest
 * first, and nothing before them. A row that has fewer than others is filled up behind its newest one, where a causal
 * network does not look. Only the newest position is valued, so that what serves the others' Q-values alone is left out.
 * Where the network tells what is worth keeping of a position, and all rows of a call still have
 * their whole episode in the context, only the newest observations are shown.
 */
final class RecentObservations implements LaneMemory {
    private final ObservationInputs newest;
    private final ObservationInputs shown;
    private final UnsafeBuffer[] kept;
    private final int contextLength;
    private final int actionCount;
    private final ContextCache cache;
    private final int[] laneOfRow;
    /** Observations kept of each lane. */
    private final int[] length;
    private int positions;
    /** Positions of each row of this call that have Q-values. */
    private int valued;
    private boolean isAfterKept;
    /** Whether the oldest observation of a row of this call had to make room. */
    private boolean hasOutgrown;

    /**
     * @param newest where the caller writes the newest observation of each row
     * @param cache  for what is known of the observations before; null where they have to be shown again
     */
    RecentObservations(ObservationInputs newest, ObservationInputs shown, int maxRows, int contextLength,
                       int actionCount, ContextCache cache) {
        this.newest = newest;
        this.shown = shown;
        this.contextLength = contextLength;
        this.actionCount = actionCount;
        this.cache = cache;
        kept = new UnsafeBuffer[newest.columnCount()];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = new UnsafeBuffer(new byte[maxRows * contextLength * newest.rowBytes(i)]);
        }
        laneOfRow = new int[maxRows];
        length = new int[maxRows];
    }

    @Override
    public void show(int row, int lane, boolean isEpisodeStart) {
        laneOfRow[row] = lane;
        if (isEpisodeStart) {
            length[lane] = 0;
            forget(lane);
        }
    }

    @Override
    public NetworkInput input(NDManager call, int rows) {
        positions = 0;
        boolean isAllKept = cache != null;
        boolean isAnyKept = false;
        hasOutgrown = false;
        isAfterKept = false;
        for (int row = 0; row < rows; row++) {
            int lane = laneOfRow[row];
            hasOutgrown |= length[lane] == contextLength;
            isAllKept = isAllKept && cache.reaches(lane, length[lane]);
            isAnyKept |= length[lane] > 0;
            keep(lane, row);
            positions = Math.max(positions, length[lane]);
        }
        if (isAllKept && isAnyKept && !hasOutgrown) {
            positions = 1;
            valued = 1;
            isAfterKept = true;
            return NetworkInput.after(cache.of(call, laneOfRow, rows), newest.arrays(call, rows), rows);
        }
        for (int row = 0; row < rows; row++) {
            forget(laneOfRow[row]);
        }
        for (int column = 0; column < kept.length; column++) {
            int bytes = newest.rowBytes(column);
            UnsafeBuffer target = shown.column(column);
            for (int row = 0; row < rows; row++) {
                int lane = laneOfRow[row];
                int held = length[lane] * bytes;
                target.putBytes(row * positions * bytes, kept[column], lane * contextLength * bytes, held);
                target.setMemory(row * positions * bytes + held, positions * bytes - held, (byte) 0);
            }
        }
        NetworkInput all = new NetworkInput(shown.arrays(call, rows * positions), null, rows, positions);
        valued = cache == null && positions > 1 ? 1 : positions;
        return valued == positions ? all : all.valuedAt(ValuedPositions.from(newestOf(rows), 1, positions, call));
    }

    private int[] newestOf(int rows) {
        int[] places = new int[rows];
        for (int row = 0; row < rows; row++) {
            places[row] = length[laneOfRow[row]] - 1;
        }
        return places;
    }

    /** What row {@code row} of the last call was shown, so many times: all its observations, and no others. */
    NetworkInput repeated(NDManager call, int row, int rows) {
        int lane = laneOfRow[row];
        for (int column = 0; column < kept.length; column++) {
            int bytes = newest.rowBytes(column);
            int held = length[lane] * bytes;
            for (int copy = 0; copy < rows; copy++) {
                shown.column(column).putBytes(copy * held, kept[column], lane * contextLength * bytes, held);
            }
        }
        return new NetworkInput(shown.arrays(call, rows * length[lane]), null, rows, length[lane]);
    }

    /** Q-values of the last position of every row. */
    void takeLast(NetworkOutput output, NetworkInput input, float[] qValues) {
        FloatBuffer all = output.qValues().toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
        for (int row = 0; row < input.rows(); row++) {
            int position = (row + 1) * input.positions() - 1;
            all.get(position * actionCount, qValues, row * actionCount, actionCount);
        }
    }

    @Override
    public List<AttentionReading> attention(NetworkOutput output, int row) {
        int steps = length[laneOfRow[row]];
        return AttentionReader.read(output.attention(), row, Math.min(positions, steps) - 1, steps, isAfterKept);
    }

    @Override
    public void take(NetworkOutput output, int rows, float[] qValues) {
        FloatBuffer all = output.qValues().toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
        for (int row = 0; row < rows; row++) {
            int position = row * valued + Math.min(valued, length[laneOfRow[row]]) - 1;
            all.get(position * actionCount, qValues, row * actionCount, actionCount);
        }
        if (cache != null && !hasOutgrown) {
            cache.keep(output.context(), positions, laneOfRow, rows, length);
        }
    }

    @Override
    public void forgetWeights() {
        if (cache != null) {
            cache.clear();
        }
    }

    private void forget(int lane) {
        if (cache != null) {
            cache.forget(lane);
        }
    }

    /** Adds the newest observation; the oldest makes room where there is none. */
    private void keep(int lane, int row) {
        boolean isFull = length[lane] == contextLength;
        for (int column = 0; column < kept.length; column++) {
            int bytes = newest.rowBytes(column);
            int first = lane * contextLength * bytes;
            int at = first + length[lane] * bytes;
            if (isFull) {
                at -= bytes;
                kept[column].putBytes(first, kept[column], first + bytes, at - first);
            }
            kept[column].putBytes(at, newest.column(column), row * bytes, bytes);
        }
        length[lane] += isFull ? 0 : 1;
    }
}
