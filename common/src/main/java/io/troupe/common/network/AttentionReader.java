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
     * @param position    that looks; in an array of which only one position looks, it is that one
     * @param steps       how many steps there are for it to look at, itself included: the array's first
     * @param isAfterKept whether the arrays begin with a kept context: then it comes itself at the array's end, and what
     *                    lies between only fills the array up
     */
    static List<AttentionReading> read(List<Attention> attention, int row, int position, int steps,
                                       boolean isAfterKept) {
        List<AttentionReading> readings = new ArrayList<>(attention.size());
        for (Attention part : attention) {
            int heads = (int) part.weights().getShape().get(1);
            int attended = (int) part.weights().getShape().get(3);
            int count = part.over() == Attention.Over.STEPS ? Math.min(attended, steps) : attended;
            int looking = part.weights().getShape().get(2) == 1 ? 0 : position;
            float[] all = part.weights().get(new NDIndex("{}, :, {}", row, looking)).toFloatArray();
            float[] shown = new float[heads * count];
            for (int head = 0; head < heads; head++) {
                System.arraycopy(all, head * attended, shown, head * count, count);
                if (part.over() == Attention.Over.STEPS && isAfterKept) {
                    shown[(head + 1) * count - 1] = all[(head + 1) * attended - 1];
                }
            }
            readings.add(new AttentionReading(part.part(), part.over(), heads, shown));
        }
        return readings;
    }
}
