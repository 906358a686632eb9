package io.troupe.actor.acting;

import io.troupe.common.config.LearningSettings.Sequence;

/**
 * Turns the |TD errors| of one lane's steps into the first priorities of its sequences, η·max|δ| + (1−η)·mean|δ| (R2D2,
 * section 2.3), for the sequences that there are: one at every {@code period}-th step, and one that is aligned to the
 * episode's end. Allocates nothing.
 */
final class SequencePriorities implements FirstPriorities.Sink {
    private final int length;
    private final int period;
    private final double eta;
    private final FirstPriorities.Sink sink;
    private final float[] recent;
    private long first;
    private long steps;

    SequencePriorities(Sequence sequence, FirstPriorities.Sink sink) {
        length = sequence.length();
        period = sequence.period();
        eta = sequence.priorityEta();
        this.sink = sink;
        recent = new float[length];
    }

    @Override
    public void beginEpisode(long record) {
        first = record;
        steps = 0;
        sink.beginEpisode(record);
    }

    @Override
    public void onPriority(long startRecord, long completingRecord, float absTdError) {
        recent[(int) (steps++ % length)] = absTdError;
        long start = steps - length;
        if (start >= 0 && start % period == 0) {
            tell(start, length, completingRecord);
        }
    }

    @Override
    public void endEpisode(long lastRecord) {
        long start = Math.max(0, steps - length);
        if (steps > 0 && (steps < length || start % period != 0)) {
            tell(start, (int) (steps - start), lastRecord);
        }
        sink.endEpisode(lastRecord);
    }

    private void tell(long start, int count, long completingRecord) {
        double max = 0;
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double absTdError = recent[(int) ((start + i) % length)];
            max = Math.max(max, absTdError);
            sum += absTdError;
        }
        sink.onPriority(first + start, completingRecord, (float) (eta * max + (1 - eta) * sum / count));
    }
}
