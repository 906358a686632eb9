package io.troupe.actor.acting;

import io.troupe.common.config.LearningSettings.Sequence;
import io.troupe.common.network.QFunction;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The recurrent states that the network had in one lane before its latest observations, and which of them a sequence
 * begins with: those go with the sequence's first priority, and are stored with its begin (the stored state of R2D2,
 * Kapturowski et al. 2019, section 3). At an episode's first record the state is zero, and none is told. A shard that gets
 * the lane in the midst of an episode counts its starts from there: until the episode ends, sequences may begin there
 * with a state that was not told, and so with zeros. A fixed ring: nothing is allocated.
 */
final class SequenceStates implements FirstPriorities.Sink {
    /** Is told each priority, and then the state at which its sequence begins. */
    interface Sink extends FirstPriorities.Sink {
        /**
         * @param record           the sequence's first record, burn-in included
         * @param completingRecord the record whose arrival completes it
         * @param source           holds the state at {@code offset}, during the call only
         */
        void onState(long record, long completingRecord, DirectBuffer source, int offset);
    }

    private final int burnIn;
    private final int stateBytes;
    private final int size;
    private final UnsafeBuffer states;
    private final Sink sink;
    private long first;

    /** @param nStep n: a sequence is told as late as its n-step targets are known */
    SequenceStates(Sequence sequence, int nStep, int stateBytes, Sink sink) {
        burnIn = sequence.burnIn();
        this.stateBytes = stateBytes;
        this.sink = sink;
        // From a sequence's begin to the record that completes it.
        size = burnIn + sequence.length() + nStep + 1;
        states = new UnsafeBuffer(new byte[Math.multiplyExact(size, stateBytes)]);
    }

    /** Keeps the lane's state as it is before the observation of this record goes into the network. */
    void keep(QFunction qFunction, int lane, long record) {
        qFunction.storeState(lane, states, offset(record));
    }

    @Override
    public void beginEpisode(long record) {
        first = record;
        sink.beginEpisode(record);
    }

    @Override
    public void onPriority(long startRecord, long completingRecord, float priority) {
        sink.onPriority(startRecord, completingRecord, priority);
        long begin = startRecord - burnIn;
        if (begin > first) {
            sink.onState(begin, completingRecord, states, offset(begin));
        }
    }

    @Override
    public void endEpisode(long lastRecord) {
        sink.endEpisode(lastRecord);
    }

    private int offset(long record) {
        return (int) (record % size) * stateBytes;
    }
}
