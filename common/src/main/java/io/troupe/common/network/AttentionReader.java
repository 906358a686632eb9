package io.troupe.common.network;

import ai.djl.ndarray.index.NDIndex;
import java.util.ArrayList;
import java.util.List;

/** From a network's arrays of attention to plain numbers: a few calls of the engine for each part. */
final class AttentionReader {
    private AttentionReader() {
    }

    /**
     * @param row      of the arrays
     * @param position of the arrays that looks
     * @param steps    how many steps there are for it to look at, itself included: the array's first, but that it comes last
     *                 in an array that begins with a kept context; what lies between only fills the array up
     */
    static List<AttentionReading> read(List<Attention> attention, int row, int position, int steps) {
        List<AttentionReading> readings = new ArrayList<>(attention.size());
        for (Attention part : attention) {
            int heads = (int) part.weights().getShape().get(1);
            int attended = (int) part.weights().getShape().get(3);
            int count = part.over() == Attention.Over.STEPS ? Math.min(attended, steps) : attended;
            float[] all = part.weights().get(new NDIndex("{}, :, {}", row, position)).toFloatArray();
            float[] shown = new float[heads * count];
            for (int head = 0; head < heads; head++) {
                System.arraycopy(all, head * attended, shown, head * count, count);
                if (part.over() == Attention.Over.STEPS && part.weights().getShape().get(2) == 1) {
                    shown[(head + 1) * count - 1] = all[(head + 1) * attended - 1];
                }
            }
            readings.add(new AttentionReading(part.part(), part.over(), heads, shown));
        }
        return readings;
    }
}
